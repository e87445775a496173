namespace Orchestrator.Workflows.Compilation;

/// <summary>Activities that Elsa has and that do not run here, with what to use instead.</summary>
internal static class UnsupportedActivities
{
    private const string Http = "calls or answers HTTP from inside a diagram; describe the system as an agency (OpenAPI document) and use its operation.";

    /// <summary>Continues "Expected an activity that can run here, but 'X' …".</summary>
    public static string? ReasonFor(string type) => type switch
    {
        "Elsa.RunCSharp" or "Elsa.RunPython" => "would let a definition run any code on the server; use Run JavaScript.",
        "Elsa.FlowSendHttpRequest" or "Elsa.SendHttpRequest" or "Elsa.DownloadHttpFile" => Http,
        "Elsa.HttpEndpoint" or "Elsa.WriteHttpResponse" or "Elsa.WriteFileHttpResponse" => Http,
        "Elsa.BulkDispatchWorkflows" => "is not run yet; use Parallel for Each with Dispatch Workflow.",
        "Elsa.Inline" or "Elsa.Workflows.Activities.DynamicActivity" => "exists only inside a .NET program; use Run JavaScript.",
        "Elsa.Workflows.Management.Activities.HostMethod.HostMethodActivity" => "exists only inside a .NET program; use an agency's operation.",
        "Elsa.Workflows.Management.Activities.WorkflowDefinitionActivity.WorkflowDefinitionActivity" => "stands for no workflow in particular; draw the workflow that it should run, or Dispatch Workflow.",
        _ => null,
    };
}
