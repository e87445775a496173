using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>One immutable line of a case's history.</summary>
/// <param name="CaseId">Which case.</param>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="Kind">Name of the event type.</param>
/// <param name="ActivityId">The activity concerned, or null.</param>
/// <param name="Actor">Who caused the decision.</param>
/// <param name="At">Time of the decision.</param>
/// <param name="Payload">The event as UTF-8 JSON; empty when it cannot be read, see <see cref="Reading"/>.</param>
/// <param name="PreviousHash">Hash of the entry before; 32 zero bytes for the first.</param>
/// <param name="Hash">SHA-256 over the previous hash, the members before the payload, and <see cref="Stored"/>.</param>
public sealed record JournalEntry(
    CaseId CaseId, long Sequence, string Kind, string? ActivityId, Actor Actor, DateTimeOffset At,
    ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> PreviousHash, ReadOnlyMemory<byte> Hash)
{
    private readonly ReadOnlyMemory<byte>? _stored;

    /// <summary>The payload as it is stored, exactly the bytes that the hash covers: sealed with the key of the case, or the payload itself where nothing is sealed.</summary>
    public ReadOnlyMemory<byte> Stored
    {
        get => _stored ?? Payload;
        init => _stored = value;
    }

    /// <summary>True when <see cref="Stored"/> is sealed.</summary>
    public bool IsSealed => SealedBytes.Are(Stored.Span);

    /// <summary>Whether the payload could be read.</summary>
    public EntryReading Reading { get; init; }

    /// <summary>The key that sealed it, when it was read from the database.</summary>
    internal CaseKey? Key { get; init; }

    /// <summary>
    /// The key of its case, 32 bytes, to be taken away with an export in clear; null when nothing of it is sealed. Whoever has it can open the case for good: an erasure
    /// does not reach what was taken away.
    /// </summary>
    public byte[]? TakeKey() => IsSealed ? Key?.Bytes.ToArray() : null;

    /// <summary>Opens a sealed payload with a key that was taken away.</summary>
    /// <param name="caseId">Whose entry.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="stored">Its payload as it is stored.</param>
    /// <param name="key">The key of the case.</param>
    /// <returns>The payload, or null when it is not what was sealed for that entry with that key.</returns>
    public static byte[]? Open(CaseId caseId, long sequence, ReadOnlySpan<byte> stored, byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length != SealedBytes.KeySize) return null;
        var ofCase = new CaseKey(caseId, key);
        using var cipher = ofCase.Cipher();
        return ofCase.OpenEntry(cipher, sequence, stored);
    }

    /// <summary>The event.</summary>
    /// <exception cref="CaseErasedException">The data of the case was erased.</exception>
    /// <exception cref="InvalidOperationException">The payload is not what was sealed for this entry.</exception>
    public CaseEvent Event() => Reading switch
    {
        EntryReading.Whole => CaseEventJson.Deserialize(Payload.Span),
        EntryReading.Erased => throw new CaseErasedException(CaseId),
        EntryReading.Unopened => throw new InvalidOperationException($"Expected entry {Sequence} of case {CaseId} to be read with its payload opened, but it was read as it is stored."),
        _ => throw new InvalidOperationException(
            $"Expected entry {Sequence} of case {CaseId} to be what was sealed with the key of the case, but it is something else; verify its chain."),
    };
}

/// <summary>Whether the payload of an entry could be read.</summary>
public enum EntryReading
{
    /// <summary>It was.</summary>
    Whole,

    /// <summary>Its case has no key any more: the data was erased.</summary>
    Erased,

    /// <summary>It is not what was sealed for this entry.</summary>
    Damaged,

    /// <summary>Nobody tried: only <see cref="JournalEntry.Stored"/> was asked for.</summary>
    Unopened,
}

/// <summary>Somebody asks for data of a case that was erased.</summary>
public sealed class CaseErasedException : Exception
{
    /// <summary>Without saying which.</summary>
    public CaseErasedException()
        : this("Expected a case with its data, but they were erased; only that it was, and when, can still be read.")
    {
    }

    /// <summary>Which case.</summary>
    public CaseErasedException(CaseId caseId)
        : this($"Expected case {caseId} with its data, but they were erased; only that it was, and when, can still be read.")
    {
    }

    /// <summary>With a message of its own.</summary>
    public CaseErasedException(string message)
        : base(message)
    {
    }

    /// <summary>With a message of its own and a cause.</summary>
    public CaseErasedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

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
