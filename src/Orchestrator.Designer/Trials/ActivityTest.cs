using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Designer.Instances;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Trials;

/// <summary>
/// Runs one activity of a definition by itself, with the test values of the workflow's variables. Agencies answer from their documents and time passes at
/// once; nothing real is touched. An activity that waits for a person is shown waiting.
/// </summary>
internal sealed class ActivityTest(WorkflowCompiler compiler, IActivityCatalog catalog, ITrialAgencies agencies, TimeProvider time)
{
    /// <summary>What became of it, or null when the definition has no such activity.</summary>
    public ActivityTestView? Run(WorkflowDefinition definition, string activityId)
    {
        if (definition.Activities.FirstOrDefault(node => node.Id == activityId) is not { } node) return null;
        if (compiler.Compile(JsonSerializer.SerializeToUtf8Bytes(Alone(definition, node))) is not CompilationResult.Compiled compiled)
            return Refused(compiler.Compile(JsonSerializer.SerializeToUtf8Bytes(Alone(definition, node))));
        var trial = Trial.Start(compiled.Workflow, JsonElement.Parse("{}"), time.GetUtcNow(), catalog, agencies);
        trial.RunOn();
        return View(trial, activityId);
    }

    private static ActivityTestView Refused(CompilationResult result) => new(
        JsonElement.Parse("{}"), null, null,
        new FaultView("definition-invalid", string.Join(" ", ((CompilationResult.Refused)result).Faults.Select(fault => fault.Message)), null), ElsaExecutionStatus.Faulted);

    private static ActivityTestView View(Trial trial, string activityId)
    {
        var run = trial.Steps.Last(step => step.ActivityId == activityId);
        var execution = trial.State.Executions[run.ExecutionId];
        var payload = new Dictionary<string, object> { ["Outcomes"] = run.Ports };
        if (run.Status == ExecutionStatus.Running) payload["Waits"] = trial.Waits.Select(wait => $"{wait.Kind} {wait.Name}".TrimEnd()).ToList();
        return new ActivityTestView(
            run.Inputs ?? JsonElement.Parse("{}"), run.Outputs, payload, run.Fault is { } fault ? FaultView.Of(fault) : null, ExecutionProjection.StatusOf(execution));
    }

    /// <summary>The same definition with nothing but the activity in a flowchart.</summary>
    private static JsonObject Alone(WorkflowDefinition definition, ActivityNode node)
    {
        var alone = JsonObject.Create(definition.Json)!.DeepClone().AsObject();
        var activity = JsonObject.Create(node.Json)!.DeepClone().AsObject();
        alone["root"] = new JsonObject { ["type"] = "Elsa.Flowchart", ["version"] = 1, ["id"] = "ActivityTest", ["activities"] = new JsonArray(activity), ["connections"] = new JsonArray() };
        if (alone["variables"] is not JsonArray variables || alone["customProperties"]?["VariableTestValues"] is not JsonObject values) return alone;
        foreach (var variable in variables.OfType<JsonObject>())
        {
            if (variable["id"]?.GetValue<string>() is { } id && values.TryGetPropertyValue(id, out var value)) variable["value"] = value?.DeepClone();
        }

        return alone;
    }
}

/// <summary>What became of a tested activity, in Elsa's form.</summary>
internal sealed record ActivityTestView(JsonElement ActivityState, JsonElement? Outputs, IReadOnlyDictionary<string, object>? Payload, FaultView? Exception, ElsaExecutionStatus Status);
