using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
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
        if (index >= items.GetArrayLength() || turn.Activity.Plan is not CompiledActivity body)
        {
            if (index > 0) turn.SetOutput(CurrentValue, items[index - 1]);
            turn.Complete();
            return;
        }

        var current = items[index];
        turn.Progress = [index];
        turn.Bind(CurrentValue, current);
        turn.Schedule(body, locals: Json.Object((CurrentValue, current), (CurrentIndex, index)));
    }
}

/// <summary>The items of a loop.</summary>
internal static class LoopItems
{
    /// <summary>A JSON array: the list as it is or as JSON text; one value is a list of one, no value an empty list.</summary>
    public static JsonElement Of(ExecutionTurn turn)
    {
        var items = TypeConverter.Convert(turn.Input("Items"), "List<Object>");
        return items.ValueKind == JsonValueKind.Array ? items : Empty;
    }

    private static readonly JsonElement Empty = JsonElement.Parse("[]"u8);
}
