using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Composites;

/// <summary>Runs the one activity drawn in it. A workflow drawn inside another is ended by a Complete in it, through its ports.</summary>
internal sealed class Composite(string slot, bool isEndedByComplete) : ContainerBehaviour
{
    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new() { TypeName = "Elsa.FlowNode", Category = "Flow", DisplayName = "Container", Description = "Runs the activity in it.", Ports = Slots("Body") }, new Composite("body", isEndedByComplete: false)),
        new(new()
        {
            TypeName = "Elsa.Workflow", Category = "Workflows", DisplayName = "Workflow", Description = "Runs the activity in it, as a workflow of its own would.", IsBrowsable = false,
            Outputs = [Output("Result", "Object", "Unused; kept for files that bind it.")], Ports = [new PortDescriptor("Root", "Root", IsEmbedded: true, IsBrowsable: false)],
        }, new Composite("root", isEndedByComplete: true)),
    ];

    public override object? Plan(ActivityPlanner planner) => planner.Child(slot);

    public override FrozenSet<string>? Ports(ActivityPlanner planner) => isEndedByComplete ? CompletionPorts.Of(planner) : base.Ports(planner);

    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.Activity.Plan is CompiledActivity child) turn.Schedule(child);
        else turn.Complete();
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) => turn.Complete();

    public override bool Receive(ExecutionTurn turn, ContainerSignal signal)
    {
        if (!isEndedByComplete || signal is not ContainerSignal.Complete complete) return false;
        turn.Complete(complete.Outcomes.AsSpan());
        return true;
    }
}
