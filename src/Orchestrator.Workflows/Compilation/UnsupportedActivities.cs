namespace Orchestrator.Workflows.Compilation;

/// <summary>Activities that Elsa has and that do not run here, with what to use instead.</summary>
internal static class UnsupportedActivities
{
    private const string Files = "moves files over HTTP from inside a diagram; describe the system as an agency (OpenAPI document) whose operation takes or gives the file.";

    /// <summary>Continues "Expected an activity that can run here, but 'X' …".</summary>
    public static string? ReasonFor(string type) => type switch
    {
        "Elsa.RunCSharp" or "Elsa.RunPython" => "would let a definition run any code on the server; use Run JavaScript.",
        "Elsa.DownloadHttpFile" or "Elsa.WriteFileHttpResponse" => Files,
        "Elsa.Workflows.Management.Activities.WorkflowDefinitionActivity.WorkflowDefinitionActivity" => "stands for no workflow yet; draw the workflow that is meant from the toolbox.",
        "Elsa.Inline" or "Elsa.Workflows.Activities.DynamicActivity" => "exists only inside a .NET program; use Run JavaScript.",
        "Elsa.Workflows.Management.Activities.HostMethod.HostMethodActivity" => "exists only inside a .NET program; use an agency's operation.",
        _ => null,
    };
}
