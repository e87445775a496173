using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>A command on its way to a case.</summary>
/// <param name="command">What is wished.</param>
/// <param name="actor">By whom.</param>
/// <param name="expires">When to answer Unavailable instead of waiting longer, in real time.</param>
/// <param name="delivery">Makes an event reach the case once however often it is sent; or null.</param>
internal sealed class Envelope(CaseCommand command, Actor actor, DateTimeOffset expires, string? delivery = null)
{
    private readonly TaskCompletionSource<CommandOutcome?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CaseCommand Command { get; } = command;

    public Actor Actor { get; } = actor;

    public DateTimeOffset Expires { get; } = expires;

    public string? Delivery { get; } = delivery;

    /// <summary>The outcome; null when this node lost the case before anything was stored, so that the command may be sent again.</summary>
    public Task<CommandOutcome?> Answer => _answer.Task;

    public void Reply(CommandOutcome? outcome) => _answer.TrySetResult(outcome);

    public void Fail(Exception cause)
    {
        if (cause is OperationCanceledException) _answer.TrySetCanceled();
        else _answer.TrySetException(cause);
    }
}
