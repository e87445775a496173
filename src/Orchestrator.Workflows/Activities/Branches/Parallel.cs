using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Branches;

/// <summary>Runs all activities drawn inside it at the same time and waits for all of them, or (Fork with WaitAny) for the first.</summary>
internal sealed class Parallel(string list) : ContainerBehaviour
{
    public override object Plan(ActivityPlanner planner) =>
        new Branches(planner.Children(list), planner.Constant("joinMode") is { } mode && mode.ToString() is "WaitAny" or "1");

    protected override void Execute(ExecutionTurn turn)
    {
        foreach (var branch in ((Branches)turn.Activity.Plan!).Activities) turn.Schedule(branch);
        if (!turn.HasLiveChildren) turn.Complete();
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes)
    {
        if (((Branches)turn.Activity.Plan!).WaitAny || !turn.HasLiveChildren) turn.Complete();
    }

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child)
    {
        if (!turn.HasLiveChildren) turn.Complete();
        return true;
    }

    private sealed record Branches(ImmutableArray<CompiledActivity> Activities, bool WaitAny);
}
