using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>
/// The bytes that an entry's hash covers, in this order, integers big-endian:
/// <list type="number">
/// <item>hash of the entry before, 32 bytes, zeros before the first;</item>
/// <item>layout number, 1 byte, now 1;</item>
/// <item>case id, 16 bytes in RFC 9562 order;</item>
/// <item>sequence number, 8 bytes;</item>
/// <item>kind, activity id and actor, each a length of 4 bytes (−1 for none) and UTF-8 bytes;</item>
/// <item>time of the decision in microseconds since 1970-01-01T00:00:00Z, 8 bytes;</item>
/// <item>payload as it is stored (<see cref="JournalEntry.Stored"/>), a length of 4 bytes and its bytes.</item>
/// </list>
/// </summary>
public static class EntryHash
{
    /// <summary>Length of a hash in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const byte Layout = 1;

    /// <summary>What the first entry names as the hash before it.</summary>
    public static ReadOnlyMemory<byte> Origin { get; } = new byte[Size];

    /// <summary>The hash that the members call for.</summary>
    public static byte[] Compute(
        CaseId caseId, long sequence, string kind, string? activityId, string actor, DateTimeOffset at,
        ReadOnlySpan<byte> payload, ReadOnlySpan<byte> previous)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(actor);
        var bytes = new ArrayBufferWriter<byte>(payload.Length + 256);
        bytes.Write(previous);
        bytes.Write([Layout]);
        caseId.Value.TryWriteBytes(bytes.GetSpan(16), bigEndian: true, out _);
        bytes.Advance(16);
        WriteInt64(bytes, sequence);
        WriteText(bytes, kind);
        WriteText(bytes, activityId);
        WriteText(bytes, actor);
        WriteInt64(bytes, (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        WriteInt32(bytes, payload.Length);
        bytes.Write(payload);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    /// <summary>True when the entry's hash is the one that its members call for.</summary>
    public static bool IsRight(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Compute(
            entry.CaseId, entry.Sequence, entry.Kind, entry.ActivityId, entry.Actor.ToString(), entry.At,
            entry.Stored.Span, entry.PreviousHash.Span).AsSpan().SequenceEqual(entry.Hash.Span);
    }

    private static void WriteText(ArrayBufferWriter<byte> bytes, string? text)
    {
        if (text is null)
        {
            WriteInt32(bytes, -1);
            return;
        }

        WriteInt32(bytes, Encoding.UTF8.GetByteCount(text));
        bytes.Advance(Encoding.UTF8.GetBytes(text, bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    private static void WriteInt32(ArrayBufferWriter<byte> bytes, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
    }

    private static void WriteInt64(ArrayBufferWriter<byte> bytes, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(8), value);
        bytes.Advance(8);
    }
}
