using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Loops;

/// <summary>Counts from one number to another. Its progress is the current number and the round.</summary>
internal sealed class For : LoopBehaviour
{
    public override object? Plan(ActivityPlanner planner) => planner.Child("body");

    protected override void Execute(ExecutionTurn turn) => Round(turn, Number(turn, "Start") ?? 0, 0);

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) =>
        Round(turn, turn.Progress[0] + (Number(turn, "Step") ?? 1), turn.Progress[1] + 1);

    private static void Round(ExecutionTurn turn, long value, long round)
    {
        var step = Number(turn, "Step") ?? 1;
        var end = Number(turn, "End") ?? 0;
        var inclusive = turn.FlagInput("OuterBoundInclusive");
        if (step == 0)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected a step that is not 0, but it is 0; give another step."));
            return;
        }

        var within = step > 0 ? (inclusive ? value <= end : value < end) : (inclusive ? value >= end : value > end);
        if (!within || turn.Activity.Plan is not CompiledActivity body)
        {
            if (round > 0) turn.SetOutput(CurrentValue, JsonValues.Number((decimal)turn.Progress[0]));
            turn.Complete();
            return;
        }

        var current = JsonValues.Number((decimal)value);
        turn.Progress = [value, round];
        turn.Bind(CurrentValue, current);
        turn.Schedule(body, locals: Json.Object((CurrentValue, current), (CurrentIndex, round)));
    }

    private static long? Number(ExecutionTurn turn, string input) => turn.Input(input) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : null;
}
