using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Branches;

/// <summary>Runs one of two activities drawn inside it.</summary>
internal sealed class If : ContainerBehaviour
{
    public override object Plan(ActivityPlanner planner) => new Slots(planner.Child("then"), planner.Child("else"));

    protected override void Execute(ExecutionTurn turn)
    {
        var condition = turn.FlagInput("Condition");
        var slots = (Slots)turn.Activity.Plan!;
        turn.SetOutput("Result", Workflows.Data.JsonValues.Boolean(condition));
        if ((condition ? slots.Then : slots.Else) is { } child) turn.Schedule(child, condition ? "then" : "else");
        else turn.Complete();
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes)
    {
        turn.SetOutput("Result", Workflows.Data.JsonValues.Boolean(child.Tag == "then"));
        turn.Complete();
    }

    private sealed record Slots(CompiledActivity? Then, CompiledActivity? Else);
}
