using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Branches;

/// <summary>Runs the activity drawn in the case that holds (or in every such case), else the one in its default slot.</summary>
internal sealed class Switch : ContainerBehaviour
{
    public override object Plan(ActivityPlanner planner) => new Slots(SwitchCases.Read(planner), planner.Child("default"));

    protected override void Execute(ExecutionTurn turn)
    {
        var slots = (Slots)turn.Activity.Plan!;
        var matches = slots.Cases.Matches(turn).ToArray();
        var children = matches.Length == 0 ? [slots.Default] : matches.Select(m => m.Activity).ToArray();
        foreach (var child in children.OfType<CompiledActivity>()) turn.Schedule(child);
        if (!turn.HasLiveChildren) turn.Complete();
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes)
    {
        if (!turn.HasLiveChildren) turn.Complete();
    }

    private sealed record Slots(SwitchCases Cases, CompiledActivity? Default);
}
