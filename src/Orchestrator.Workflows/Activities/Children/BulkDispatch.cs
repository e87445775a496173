using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.Children;

/// <summary>
/// Starts a child case for every item and, unless it is told not to, waits for all of them. A child that has finished runs what is drawn under <c>ChildCompleted</c>, one
/// that was cancelled what is drawn under <c>ChildFaulted</c>. A child with an incident has not ended: it is waited for until it is repaired.
/// </summary>
internal sealed class BulkDispatch : ContainerBehaviour
{
    /// <summary>Each child is a wait of its own in the state of the case; more belong into a workflow that dispatches in parts.</summary>
    public const int MaxItems = 10_000;

    public override object Plan(ActivityPlanner planner) =>
        new Parts(planner.Child("childCompleted"), planner.Child("childFaulted"), planner.ExpressionOf("correlationIdFunction", "String"));

    protected override void Execute(ExecutionTurn turn)
    {
        var items = Items(turn.Input("Items"));
        if (turn.TextInput("WorkflowDefinitionId") is not { Length: > 0 } definition)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected the definition to start, but there is none; choose one."));
            return;
        }

        if (items.Length > MaxItems)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, $"Expected at most {MaxItems} items, but there are {items.Length}; dispatch them in parts."));
            return;
        }

        var wait = turn.FlagInput("WaitForCompletion");
        var keys = new ChildKeys(turn);
        foreach (var item in items)
        {
            var bookmark = wait ? turn.Wait(BookmarkKind.Child, definition) : null;
            var (input, correlationId) = (InputFor(turn, item), CorrelationIdFor(turn, item));
            turn.Request(
                EffectKinds.DispatchWorkflow, Json.Object(("definitionId", definition), ("input", input), ("correlationId", correlationId), ("wait", wait)), bookmark,
                keys.Next(definition, input, correlationId));
        }

        if (!wait || items.Length == 0) turn.Complete();
    }

    public override CompensationNeed CompensationOf(ActivityExecution run) => new CompensationNeed.Impossible(CompensationReasons.ChildCase);

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption)
    {
        if (resumption is not Resumption.ByChild child)
        {
            base.Resume(turn, bookmark, resumption);
            return;
        }

        var parts = (Parts)turn.Activity.Plan!;
        if ((child.SubStatus == CaseSubStatus.Finished ? parts.ChildCompleted : parts.ChildFaulted) is { } drawn && !RanBefore(turn, drawn, child.Child))
        {
            turn.Schedule(drawn, child.Child.ToString(), Json.Object(
                ("ChildInstanceId", child.Child.ToString()), ("WorkflowInstanceId", child.Child.ToString()), ("WorkflowStatus", nameof(CaseStatus.Finished)),
                ("WorkflowSubStatus", child.SubStatus.ToString()), ("WorkflowOutput", child.Output)));
        }

        CompleteWhenAllHaveEnded(turn);
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) => CompleteWhenAllHaveEnded(turn);

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child)
    {
        CompleteWhenAllHaveEnded(turn);
        return true;
    }

    /// <summary>True when what is drawn for the child's end was completed before an incident that the activity is retried after.</summary>
    private static bool RanBefore(ExecutionTurn turn, CompiledActivity drawn, CaseId child)
    {
        var before = turn.RunsBehind.Skip(1).Select(run => run.Id).ToHashSet();
        return before.Count > 0 && turn.State.Executions.Values.Any(run => run.Status == ExecutionStatus.Completed && run.ParentId is { } parent && before.Contains(parent)
            && run.NodeId == drawn.NodeId && run.Tag == child.ToString());
    }

    private static void CompleteWhenAllHaveEnded(ExecutionTurn turn)
    {
        if (!turn.HasLiveChildren && !turn.State.Bookmarks.Values.Any(b => b.ExecutionId == turn.ExecutionId)) turn.Complete("Completed", Done);
    }

    private static JsonElement[] Items(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Array => [.. given.EnumerateArray()],
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        JsonValueKind.String when Workflows.Data.JsonText.TryParseStructure(given.GetString()!, out var parsed) && parsed.ValueKind == JsonValueKind.Array => [.. parsed.EnumerateArray()],
        _ => [given],
    };

    /// <summary>The common input, then the item: its members when it is an object, else the item under its key.</summary>
    private static JsonElement InputFor(ExecutionTurn turn, JsonElement item)
    {
        var input = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (turn.Input("Input") is { ValueKind: JsonValueKind.Object } common)
        {
            foreach (var member in common.EnumerateObject()) input[member.Name] = member.Value;
        }

        input["ParentInstanceId"] = Workflows.Data.JsonValues.Text(turn.CaseId.ToString());
        if (item.ValueKind != JsonValueKind.Object) input[ItemKey(turn)] = item;
        else foreach (var member in item.EnumerateObject()) input[member.Name] = member.Value;
        return Json.Object(input);
    }

    private static string? CorrelationIdFor(ExecutionTurn turn, JsonElement item) =>
        ((Parts)turn.Activity.Plan!).CorrelationId is { } function
        && turn.Evaluate(function, "String", Json.Object((ItemKey(turn), item))) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()
            : null;

    private static string ItemKey(ExecutionTurn turn) => turn.TextInput("DefaultItemInputKey") is { Length: > 0 } key ? key : "Item";

    private sealed record Parts(CompiledActivity? ChildCompleted, CompiledActivity? ChildFaulted, IPreparedExpression? CorrelationId);
}
