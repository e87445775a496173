using System.Text.Json;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Children;

/// <summary>
/// Starts a child case. <c>DispatchWorkflow</c> gives the child's outputs as its result, <c>ExecuteWorkflow</c> a summary that holds them.
/// A child that is cancelled is a fault here: nothing is taken for done that was not.
/// </summary>
internal sealed class StartChild(bool summary) : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.TextInput("WorkflowDefinitionId") is not { Length: > 0 } definition)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected the definition to start, but there is none; choose one."));
            return;
        }

        // An executed workflow is a part of this one: its result is asked for at once, so it is always waited for.
        var wait = summary || turn.FlagInput("WaitForCompletion");
        var bookmark = wait ? turn.Wait(BookmarkKind.Child, definition) : null;
        var input = turn.Input("Input") is { ValueKind: JsonValueKind.Object } given ? given : JsonMembers.EmptyObject;
        var correlationId = turn.TextInput("CorrelationId");

        // A child that was cancelled did nothing: the retry starts another one.
        var cancelled = turn.RunsBehind.Count(run => run.Fault?.Code == FaultCodes.ChildFailed);
        turn.Request(
            EffectKinds.DispatchWorkflow, Json.Object(("definitionId", definition), ("input", input), ("correlationId", correlationId), ("wait", wait)), bookmark,
            new ChildKeys(turn).Next(definition, input, correlationId, cancelled));
        if (!wait) turn.Complete();
    }

    public override CompensationNeed CompensationOf(ActivityExecution run) => new CompensationNeed.Impossible(CompensationReasons.ChildCase);

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption)
    {
        switch (resumption)
        {
            case Resumption.ByChild { SubStatus: CaseSubStatus.Finished } child:
                turn.SetOutput("Result", summary ? Summary(child, turn.TextInput("CorrelationId")) : child.Output);
                turn.Complete();
                break;
            case Resumption.ByChild child:
                turn.Fault(new Fault(FaultCodes.ChildFailed, $"Expected the child case {child.Child} to finish, but it ended as {child.SubStatus}; look at it, then retry or override."));
                break;
            default:
                base.Resume(turn, bookmark, resumption);
                break;
        }
    }

    /// <summary>Member names as Elsa gives them to expressions.</summary>
    private static JsonElement Summary(Resumption.ByChild child, string? correlationId) => Json.Object(
        ("WorkflowDefinitionVersionId", null),
        ("WorkflowInstanceId", child.Child.ToString()),
        ("CorrelationId", correlationId),
        ("Status", nameof(CaseStatus.Finished)),
        ("SubStatus", child.SubStatus.ToString()),
        ("Output", child.Output));
}

/// <summary>Descriptors of the activities that start child cases.</summary>
internal static class ChildActivities
{
    private static InputDescriptor[] Inputs =>
    [
        Input("WorkflowDefinitionId", "String", "What to start.", "workflow-definition-picker").Required(),
        Input("CorrelationId", "String", "Correlation id of the child."),
        Input("Input", "ObjectDictionary", "Inputs of the child by name."),
        Flag("WaitForCompletion", "Whether to wait until the child has ended."),
    ];

    private static InputDescriptor[] Channel =>
    [
        Flag("StartNewTrace", "Kept for files that set it; every case has a trace of its own."),
        Input("ChannelName", "String", "Kept for files that set it; there is one channel.", "dropdown"),
    ];

    private const string Done = BuiltInBehaviour.Done;

    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new()
        {
            TypeName = "Elsa.DispatchWorkflow", Category = "Composition", DisplayName = "Dispatch Workflow", Description = "Starts a child case.",
            Inputs = [.. Inputs, .. Channel],
            Outputs = [Output("Result", "Object", "The child's outputs.")],
        }, new StartChild(summary: false)),
        new(new()
        {
            TypeName = "Elsa.ExecuteWorkflow", Category = "Composition", DisplayName = "Execute Workflow", Kind = "Task", Description = "Starts a child case.",
            Inputs = [.. Inputs], Outputs = [Output("Result", "ExecuteWorkflowResult", "How the child ended, with its outputs.")],
        }, new StartChild(summary: true)),
        new(new()
        {
            TypeName = "Elsa.BulkDispatchWorkflows", Category = "Composition", DisplayName = "Bulk Dispatch Workflows", Kind = "Task", Description = "Starts a child case for every item.",
            Ports = [.. Slots("ChildCompleted", "ChildFaulted"), .. Flow("Completed", "Canceled", Done)],
            Inputs =
            [
                Inputs[0], Input("Items", "Object", "The items."), Input("DefaultItemInputKey", "String", "Name of the child's input that takes an item which is no object.").WithDefault("Item"),
                Input("CorrelationIdFunction", "String", "Correlation id of the child of an item.").Deferred(), Inputs[2],
                Flag("WaitForCompletion", "Whether to wait until every child has ended.").WithDefault(true), .. Channel,
            ],
        }, new BulkDispatch()),
    ];
}
