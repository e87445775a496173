using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Triggers;

/// <summary>Publishes events from outside of any case.</summary>
public interface IEventPublisher
{
    /// <summary>Gives the event to every case that waits for it and starts every published workflow that begins with it.</summary>
    /// <exception cref="IOException">No node can write at the moment; publish it again under the same key: nobody gets it twice.</exception>
    Task<EventOutcome> PublishAsync(PublishedEvent published, Actor actor, CancellationToken cancellationToken) => PublishAsync(published, actor, null, cancellationToken);

    /// <summary>The same for a sender that may not reach every case.</summary>
    /// <param name="published">The event.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="reaches">Which of the waiting cases the sender may know of; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <exception cref="IOException">As above.</exception>
    Task<EventOutcome> PublishAsync(PublishedEvent published, Actor actor, Func<CaseId, Task<bool>>? reaches, CancellationToken cancellationToken);
}

/// <summary>An event.</summary>
/// <param name="Name">Compared with case.</param>
/// <param name="CorrelationId">Only cases with this correlation id, which started ones get; null for all.</param>
/// <param name="Payload">What it carries, or null.</param>
/// <param name="Key">Makes the event reach each case once, however often it is published under the same key.</param>
/// <param name="BodyHash">Hash of what was sent: the same key with another one is a conflict. Null when the key cannot come with anything else.</param>
public sealed record PublishedEvent(string Name, string? CorrelationId, JsonElement? Payload, string Key, string? BodyHash = null);

/// <summary>What became of an event.</summary>
public abstract record EventOutcome
{
    private EventOutcome() { }

    /// <summary>It reached everybody that it is for.</summary>
    /// <param name="Resumed">Cases that waited for it.</param>
    /// <param name="Started">Cases that it started.</param>
    public sealed record Reached(IReadOnlyList<CaseId> Resumed, IReadOnlyList<CaseId> Started) : EventOutcome;

    /// <summary>The same key published something else before; nobody was given anything.</summary>
    public sealed record KeyConflict : EventOutcome;
}
