using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>One immutable line of a case's history.</summary>
/// <param name="CaseId">Which case.</param>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="Kind">Name of the event type.</param>
/// <param name="ActivityId">The activity concerned, or null.</param>
/// <param name="Actor">Who caused the decision.</param>
/// <param name="At">Time of the decision.</param>
/// <param name="Payload">The event as UTF-8 JSON, exactly the bytes that the hash covers.</param>
/// <param name="PreviousHash">Hash of the entry before; 32 zero bytes for the first.</param>
/// <param name="Hash">SHA-256 over the previous hash and every member above.</param>
public sealed record JournalEntry(
    CaseId CaseId, long Sequence, string Kind, string? ActivityId, Actor Actor, DateTimeOffset At,
    ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> PreviousHash, ReadOnlyMemory<byte> Hash);

/// <summary>Who acts.</summary>
/// <param name="Kind"><c>system</c>, <c>agency</c>, <c>officer</c>, <c>citizen</c>, <c>designer</c>, <c>administrator</c>.</param>
/// <param name="Id">Agency code, key name or user name; never personal data in clear.</param>
public sealed record Actor(string Kind, string Id)
{
    /// <summary>The orchestrator itself.</summary>
    public static Actor System { get; } = new("system", "orchestrator");

    /// <summary><c>kind:id</c>, as stored.</summary>
    public override string ToString() => $"{Kind}:{Id}";
}
