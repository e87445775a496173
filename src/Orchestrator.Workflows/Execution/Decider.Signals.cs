using Orchestrator.Workflows.Activities;

namespace Orchestrator.Workflows.Execution;

/// <summary>Signals that travel from an activity to the containers around it.</summary>
internal sealed partial class Decider
{
    /// <summary>
    /// Offers a signal to the containers around an execution, innermost first. A Complete that no container handles ends the case. A Break outside of any loop ends
    /// the sequences and forks around it and the flowchart it is drawn in, as in Elsa.
    /// </summary>
    public void Signal(long executionId, ContainerSignal signal)
    {
        for (var id = State.Executions[executionId].ParentId; id is { } container; id = State.Executions[container].ParentId)
        {
            if (!IsRunning(container)) return;

            // The loops around a workflow used as an activity are not that workflow's own.
            if (signal is ContainerSignal.Break && ActivityOf(container).Behaviour is Activities.Composition.WorkflowActivity) break;
            var handled = false;
            Guard(container, turn => handled = ((ContainerBehaviour)turn.Activity.Behaviour).Receive(turn, signal));
            if (handled || _ended || !IsRunning(container)) return;
        }

        if (signal is not ContainerSignal.Break)
        {
            End(CaseSubStatus.Finished);
            return;
        }

        for (var id = State.Executions[executionId].ParentId; id is { } container; id = State.Executions[container].ParentId)
            Guard(container, turn => ((ContainerBehaviour)turn.Activity.Behaviour).BreakPassed(turn));
        Tell(executionId, []);
    }

    /// <summary>The branch of a dismissed incident ends; containers that cannot go on without it end with it.</summary>
    private void Dismiss(long executionId)
    {
        var child = State.Executions[executionId];
        Cancel(executionId);
        if (IsCompensationOnDemand(child)) return;
        if (child.ParentId is not { } parent)
        {
            End(CaseSubStatus.Cancelled);
            return;
        }

        if (!IsRunning(parent)) return;
        var goesOn = false;
        Guard(parent, turn => goesOn = ((ContainerBehaviour)turn.Activity.Behaviour).ChildDismissed(turn, child));
        if (!goesOn && !_ended && IsRunning(parent)) Dismiss(parent);
    }
}
