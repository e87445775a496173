using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities;

/// <summary>A behaviour that schedules the activities drawn inside it.</summary>
internal abstract class ContainerBehaviour : BuiltInBehaviour
{
    /// <summary>An activity inside has ended well.</summary>
    public abstract void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes);

    /// <summary>An activity that the container scheduled with a tag is about to start. A fault keeps it from running and becomes its own.</summary>
    public virtual Fault? ChildStarting(ExecutionTurn turn, ScheduledWork work) => null;

    /// <summary>
    /// A person dismissed the incident of an activity inside: its branch ends there. True when the container goes on without it;
    /// false gives the container itself up.
    /// </summary>
    public virtual bool ChildDismissed(ExecutionTurn turn, ActivityExecution child) => false;

    /// <summary>An activity inside has faulted; its incident is open. It keeps its place until a person decides.</summary>
    public virtual void ChildFaulted(ExecutionTurn turn, ActivityExecution child) { }

    /// <summary>A Break inside that found no loop: the container ends with the activity at work instead of going on.</summary>
    public virtual void BreakPassed(ExecutionTurn turn) { }

    /// <summary>A signal from an activity inside. True when the container has handled it.</summary>
    public virtual bool Receive(ExecutionTurn turn, ContainerSignal signal) => false;

    /// <summary>True when a person may have any activity inside run at any time.</summary>
    public virtual bool RunsOnDemand => false;

    /// <summary>
    /// Where the container is, told in another version of its definition; null when it cannot be told. Without a recorded place there is nothing to tell
    /// as long as the activities inside are the same in the same order.
    /// </summary>
    public virtual ImmutableArray<long>? Migrate(ImmutableArray<long> progress, CompiledActivity from, CompiledActivity to) =>
        from.Node.Children.Select(child => child.Id).SequenceEqual(to.Node.Children.Select(child => child.Id), StringComparer.Ordinal) ? progress : null;
}

/// <summary>What an activity tells the containers around it.</summary>
internal abstract record ContainerSignal
{
    private ContainerSignal() { }

    /// <summary>Leave the innermost loop.</summary>
    public sealed record Break : ContainerSignal;

    /// <summary>End the innermost container that has a beginning and an end of its own, through the given ports.</summary>
    public sealed record Complete(ImmutableArray<string> Outcomes) : ContainerSignal;
}
