using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Loops;

/// <summary>A container that a Break leaves.</summary>
internal abstract class LoopBehaviour : ContainerBehaviour
{
    /// <summary>Name under which the body sees the value of its round.</summary>
    public const string CurrentValue = "CurrentValue";

    /// <summary>Name under which the body sees the number of its round, from 0.</summary>
    public const string CurrentIndex = "CurrentIndex";

    public override bool Receive(ExecutionTurn turn, ContainerSignal signal)
    {
        if (signal is not ContainerSignal.Break) return false;
        turn.Complete();
        return true;
    }
}
