using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Loops;

/// <summary>Runs its body once per item, one after the other. Its progress is the index of the item at work.</summary>
internal sealed class ForEach : LoopBehaviour
{
    public override object? Plan(ActivityPlanner planner) => planner.Child("body");

    protected override void Execute(ExecutionTurn turn) => Round(turn, 0);

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) => Round(turn, (int)turn.Progress[0] + 1);

    private static void Round(ExecutionTurn turn, int index)
    {
        var items = LoopItems.Of(turn);
        if (items is null) return;
        if (index >= items.Value.GetArrayLength() || turn.Activity.Plan is not CompiledActivity body)
        {
            if (index > 0) turn.SetOutput(CurrentValue, items.Value[index - 1]);
            turn.Complete();
            return;
        }

        var current = items.Value[index];
        turn.Progress = [index];
        turn.Bind(CurrentValue, current);
        turn.Schedule(body, locals: Json.Object((CurrentValue, current), (CurrentIndex, index)));
    }
}

/// <summary>The items of a loop.</summary>
internal static class LoopItems
{
    /// <summary>A JSON array; null after a fault.</summary>
    public static JsonElement? Of(ExecutionTurn turn)
    {
        var items = turn.Input("Items");
        switch (items.ValueKind)
        {
            case JsonValueKind.Array: return items;
            case JsonValueKind.Null or JsonValueKind.Undefined: return Empty;
            default:
                turn.Fault(new Fault(FaultCodes.InvalidInput, $"Expected a list of items, but got {items.ValueKind}; give a list."));
                return null;
        }
    }

    private static readonly JsonElement Empty = JsonElement.Parse("[]"u8);
}
