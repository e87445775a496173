using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>
/// Does the effects of one kind. The runtime calls it after the entry that asks for the effect is durable, at least once: again after a crash
/// until the effect is settled, and again when <see cref="EffectAttempt.NextAttemptAt"/> has come. The handler reports by sending
/// <see cref="RecordAttempt"/>, <see cref="CompleteEffect"/> or <see cref="FailEffect"/> to the case; it never throws for an expected failure.
/// An exception makes the runtime try again later with growing delay, and opens an incident when it goes on.
/// </summary>
public interface IEffectHandler
{
    /// <summary>The <see cref="Effect.Kind"/> it does.</summary>
    string Kind { get; }

    /// <summary>Does it once.</summary>
    Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken);
}

/// <summary>An effect that is not settled.</summary>
/// <param name="CaseId">Whose.</param>
/// <param name="Effect">What.</param>
/// <param name="Attempts">Tries recorded so far.</param>
/// <param name="LastClass">Reply class of the last recorded try, or null; <c>accepted</c> means the answer follows by callback or polling.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="Priority">When it should be done by, or null: the case's newest mark named <c>deadline</c> when the effect was asked for (RFC 3339 text, or an object with that text in <c>at</c>). Backlogs drain in this order.</param>
public sealed record PendingEffect(
    CaseId CaseId, Effect Effect, int Attempts, string? LastClass, DateTimeOffset RequestedAt, DateTimeOffset? Priority);

/// <summary>Wakes effects that a handler set aside, for example the parked calls of an agency that is back.</summary>
public interface IEffectQueue
{
    /// <summary>Offers the effect to its handler again at the given time, at once when that has passed. In memory only; recovery does not need it.</summary>
    void Schedule(CaseId caseId, string effectId, DateTimeOffset at);

    /// <summary>Unsettled effects of one kind, oldest priority first.</summary>
    Task<IReadOnlyList<PendingEffect>> PendingAsync(string kind, int limit, CancellationToken cancellationToken);

    /// <summary>One effect, or null when it is settled or was never asked for.</summary>
    Task<PendingEffect?> FindAsync(CaseId caseId, string effectId, CancellationToken cancellationToken);
}
