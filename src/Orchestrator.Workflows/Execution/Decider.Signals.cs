using Orchestrator.Workflows.Activities;

namespace Orchestrator.Workflows.Execution;

/// <summary>Signals that travel from an activity to the containers around it.</summary>
internal sealed partial class Decider
{
    /// <summary>
    /// Offers a signal to the containers around an execution, innermost first. A signal that no container handles (a Break outside of any loop)
    /// completes the innermost container that can be completed; without one, the case.
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

        if (signal is ContainerSignal.Break) Signal(executionId, new ContainerSignal.Complete([BuiltInBehaviour.Done]));
        else End(CaseSubStatus.Finished);
    }

    /// <summary>The branch of a dismissed incident ends; containers that cannot go on without it end with it.</summary>
    private void Dismiss(long executionId)
    {
        var child = State.Executions[executionId];
        Cancel(executionId);
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
