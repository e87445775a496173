using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Audit.Storage;
using Orchestrator.Cases.Reads;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Reads;

/// <summary>
/// A read as an entry of a chain, with the same layout and hash as an entry of a case's journal: whatever verifies those verifies these. The chain is that
/// of the process that let the reader in; its id stands where a case's id stands there.
/// </summary>
internal static class ReadEntry
{
    /// <summary>Kind of the entries.</summary>
    public const string Kind = "CaseRead";

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The next row of a chain.</summary>
    public static ReadRow Next(CaseId log, long sequence, byte[] previous, CaseRead read, DateTimeOffset at)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new ReadPayload(Kind, read.CaseId?.ToString(), read.What, read.Purpose, read.KeyId, read.IsUnmasked), Compact);
        var whole = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        var actor = read.Actor.ToString();
        return new ReadRow
        {
            LogId = log.Value,
            Sequence = sequence,
            CaseId = read.CaseId?.Value,
            Actor = actor,
            At = whole,
            Payload = payload,
            PrevHash = previous,
            Hash = EntryHash.Compute(log, sequence, Kind, null, actor, whole, payload, previous),
        };
    }

    /// <summary>A row as an entry of its chain.</summary>
    public static JournalEntry Entry(ReadRow row)
    {
        var colon = row.Actor.IndexOf(':', StringComparison.Ordinal);
        return new JournalEntry(
            new CaseId(row.LogId), row.Sequence, Kind, null, new Actor(row.Actor[..colon], row.Actor[(colon + 1)..]), row.At, row.Payload, row.PrevHash, row.Hash);
    }

    /// <summary>A row as people see it.</summary>
    public static ReadView View(ReadRow row)
    {
        var payload = JsonSerializer.Deserialize<ReadPayload>(row.Payload, Compact)!;
        return new ReadView(row.At, row.Actor, payload.Key, payload.What, payload.Purpose, payload.IsUnmasked);
    }

    private sealed record ReadPayload(
        string Kind, [property: JsonPropertyName("case")] string? CaseId, string What, string Purpose, string Key, [property: JsonPropertyName("unmasked")] bool IsUnmasked);
}

/// <summary>A read of a case.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who, <c>kind:id</c>.</param>
/// <param name="KeyId">Public id of the key.</param>
/// <param name="What">What was shown.</param>
/// <param name="Purpose">What for; <c>role:…</c> when the reader said nothing.</param>
/// <param name="IsUnmasked">True when personal data was shown in clear.</param>
public sealed record ReadView(DateTimeOffset At, string Actor, string KeyId, string What, string Purpose, bool IsUnmasked);
