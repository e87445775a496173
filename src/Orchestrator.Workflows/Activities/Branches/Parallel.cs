using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Branches;

/// <summary>Runs all activities drawn inside it at the same time and waits for all of them, or (Fork with WaitAny) for the first.</summary>
internal sealed class Parallel(string list) : ContainerBehaviour
{
    /// <summary>Progress of a fork that ends with the next branch that does: a Break that found no loop came from it.</summary>
    private const long Ending = 1;

    public override object Plan(ActivityPlanner planner)
    {
        var mode = planner.Constant("joinMode") is { } written && !written.IsAbsent() && written.ToString().Length > 0 ? written.ToString() : "WaitAll";
        var waitAny = string.Equals(mode, "WaitAny", StringComparison.OrdinalIgnoreCase) || mode == "1";
        if (!waitAny && !string.Equals(mode, "WaitAll", StringComparison.OrdinalIgnoreCase) && mode != "0")
            planner.Fault("invalid-join-mode", $"{planner.Node.Path}.joinMode", $"Expected WaitAll or WaitAny, but found '{mode}'; choose one of them.");
        return new Branches(planner.Children(list), waitAny);
    }

    protected override void Execute(ExecutionTurn turn)
    {
        foreach (var branch in ((Branches)turn.Activity.Plan!).Activities) turn.Schedule(branch);
        if (!turn.HasLiveChildren) turn.Complete();
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes)
    {
        if (((Branches)turn.Activity.Plan!).WaitAny || !turn.HasLiveChildren || !turn.Progress.IsEmpty) turn.Complete();
    }

    public override void BreakPassed(ExecutionTurn turn)
    {
        if (list == "branches") turn.Progress = [Ending];
    }

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child)
    {
        if (!turn.HasLiveChildren) turn.Complete();
        return true;
    }

    private sealed record Branches(ImmutableArray<CompiledActivity> Activities, bool WaitAny);
}
