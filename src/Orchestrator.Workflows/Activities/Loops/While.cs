using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.Loops;

/// <summary>Runs its body as long as its condition holds.</summary>
internal sealed class While : LoopBehaviour
{
    public override object Plan(ActivityPlanner planner) => new Slots(planner.ExpressionOf("condition", "Boolean"), planner.Child("body"));

    protected override void Execute(ExecutionTurn turn) => Next(turn);

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) => Next(turn);

    private static void Next(ExecutionTurn turn)
    {
        var (condition, body) = (Slots)turn.Activity.Plan!;
        if (body is not null && condition is not null && turn.Evaluate(condition, "Boolean").ValueKind == System.Text.Json.JsonValueKind.True) turn.Schedule(body);
        else turn.Complete();
    }

    private sealed record Slots(IPreparedExpression? Condition, CompiledActivity? Body);
}
