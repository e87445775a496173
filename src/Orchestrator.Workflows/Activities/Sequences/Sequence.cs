using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Activities.Endings;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Sequences;

/// <summary>One activity after the other. Its progress is the index of the activity at work.</summary>
internal sealed class Sequence : ContainerBehaviour
{
    public static ActivityEntry Entry { get; } = new(
        new()
        {
            TypeName = "Elsa.Sequence",
            Category = "Workflows",
            DisplayName = "Sequence",
            IsContainer = true,
            Description = "Activities that run one after the other.",
        },
        new Sequence());

    public override object Plan(ActivityPlanner planner) => planner.Children("activities");

    public override FrozenSet<string>? Ports(ActivityPlanner planner) => CompletionPorts.Of(planner);

    protected override void Execute(ExecutionTurn turn) => Next(turn, 0);

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes)
    {
        var index = turn.Progress.IsEmpty ? 0 : (int)turn.Progress[0];
        var activities = (ImmutableArray<CompiledActivity>)turn.Activity.Plan!;
        Next(turn, activities[index].Behaviour is End ? activities.Length : index + 1);
    }

    public override void BreakPassed(ExecutionTurn turn) => turn.Progress = [((ImmutableArray<CompiledActivity>)turn.Activity.Plan!).Length - 1];

    public override bool Receive(ExecutionTurn turn, ContainerSignal signal)
    {
        if (signal is not ContainerSignal.Complete complete) return false;
        turn.Complete(complete.Outcomes.AsSpan());
        return true;
    }

    private static void Next(ExecutionTurn turn, int index)
    {
        var activities = (ImmutableArray<CompiledActivity>)turn.Activity.Plan!;
        if (index >= activities.Length)
        {
            turn.Complete();
            return;
        }

        turn.Progress = [index];
        turn.Schedule(activities[index]);
    }
}
