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

    // Layout, case id, sequence, four lengths and the time.
    private const int Fixed = 1 + 16 + 8 + (4 * 4) + 8;

    /// <summary>What the first entry names as the hash before it.</summary>
    public static ReadOnlyMemory<byte> Origin { get; } = new byte[Size];

    /// <summary>The hash that the members call for.</summary>
    public static byte[] Compute(
        CaseId caseId, long sequence, string kind, string? activityId, string actor, DateTimeOffset at,
        ReadOnlySpan<byte> payload, ReadOnlySpan<byte> previous)
    {
        var hash = new byte[Size];
        Compute(caseId, sequence, kind, activityId, actor, at, payload, previous, hash);
        return hash;
    }

    /// <summary>The hash that the members call for, into 32 bytes; for readers of many entries.</summary>
    public static void Compute(
        CaseId caseId, long sequence, string kind, string? activityId, string actor, DateTimeOffset at,
        ReadOnlySpan<byte> payload, ReadOnlySpan<byte> previous, Span<byte> hash)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(actor);
        var most = previous.Length + Fixed + Encoding.UTF8.GetMaxByteCount(kind.Length + (activityId?.Length ?? 0) + actor.Length) + payload.Length;
        var rented = ArrayPool<byte>.Shared.Rent(most);
        var rest = rented.AsSpan();
        Write(ref rest, previous);
        Write(ref rest, [Layout]);
        caseId.Value.TryWriteBytes(rest, bigEndian: true, out var written);
        rest = rest[written..];
        WriteInt64(ref rest, sequence);
        WriteText(ref rest, kind);
        WriteText(ref rest, activityId);
        WriteText(ref rest, actor);
        WriteInt64(ref rest, (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        WriteInt32(ref rest, payload.Length);
        Write(ref rest, payload);
        SHA256.HashData(rented.AsSpan(0, rented.Length - rest.Length), hash);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>True when the entry's hash is the one that its members call for.</summary>
    public static bool IsRight(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Compute(
            entry.CaseId, entry.Sequence, entry.Kind, entry.ActivityId, entry.Actor.ToString(), entry.At,
            entry.Stored.Span, entry.PreviousHash.Span).AsSpan().SequenceEqual(entry.Hash.Span);
    }

    private static void WriteText(ref Span<byte> rest, string? text)
    {
        if (text is null)
        {
            WriteInt32(ref rest, -1);
            return;
        }

        var length = Encoding.UTF8.GetBytes(text, rest[4..]);
        WriteInt32(ref rest, length);
        rest = rest[length..];
    }

    private static void WriteInt32(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, value);
        rest = rest[4..];
    }

    private static void WriteInt64(ref Span<byte> rest, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(rest, value);
        rest = rest[8..];
    }

    private static void Write(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }
}
