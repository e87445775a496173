using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>
/// The key of one case: everything that a case says of people is sealed with it wherever it is stored. Without it nothing of that can be read, and whatever hashes
/// cover is unchanged.
/// </summary>
/// <param name="caseId">Which case.</param>
/// <param name="key">The key, 32 bytes.</param>
internal sealed class CaseKey(CaseId caseId, byte[] key)
{
    /// <summary>What a sealed text begins with; base64 follows.</summary>
    public const string TextMarker = "~1:";

    /// <summary>The key itself, for who may take it away.</summary>
    public ReadOnlySpan<byte> Bytes => key;

    /// <summary>Begins the use of the key for several values; the caller disposes it.</summary>
    public AesGcm Cipher() => SealedBytes.Cipher(key);

    /// <summary>The payload of an entry as it is stored, and as its hash covers it.</summary>
    public byte[] SealEntry(AesGcm cipher, long sequence, ReadOnlySpan<byte> payload)
    {
        Span<byte> place = stackalloc byte[24];
        EntryPlace(place, sequence);
        return SealedBytes.Seal(cipher, payload, place);
    }

    /// <returns>The payload, or null when it is not what was sealed for that entry.</returns>
    public byte[]? OpenEntry(AesGcm cipher, long sequence, ReadOnlySpan<byte> stored)
    {
        Span<byte> place = stackalloc byte[24];
        EntryPlace(place, sequence);
        return SealedBytes.Open(cipher, stored, place);
    }

    /// <summary>Bytes that belong to a table.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string table)
    {
        using var cipher = Cipher();
        return SealedBytes.Seal(cipher, plain, Place(table));
    }

    /// <returns>The bytes, as they are when they were never sealed; null when they are not what was sealed for that table.</returns>
    public byte[]? Open(byte[] stored, string table)
    {
        if (!SealedBytes.Are(stored)) return stored;
        using var cipher = Cipher();
        return SealedBytes.Open(cipher, stored, Place(table));
    }

    /// <returns>The text, as it is when it was never sealed; null when it is not what was sealed for that table.</returns>
    public string? OpenText(string stored, string table)
    {
        if (!IsSealed(stored)) return stored;
        using var cipher = Cipher();
        return SealedBytes.Open(cipher, Convert.FromBase64String(stored[TextMarker.Length..]), Place(table)) is { } plain ? Encoding.UTF8.GetString(plain) : null;
    }

    public static bool IsSealed(string stored) => stored.StartsWith(TextMarker, StringComparison.Ordinal);

    /// <summary>The rows with the columns sealed that their tables name.</summary>
    public IReadOnlyList<RowChange> Seal(IReadOnlyList<RowChange> rows)
    {
        if (!rows.Any(IsConcerned)) return rows;
        using var cipher = Cipher();
        return [.. rows.Select(row => IsConcerned(row) ? row with { Values = Seal(cipher, row) } : row)];
    }

    private static bool IsConcerned(RowChange row) => row.Values is not null && row.Table.HasSealedColumns;

    private object?[] Seal(AesGcm cipher, RowChange row)
    {
        var place = Place(row.Table.Name);
        return [.. row.Values!.Select((value, index) => (row.Table.Values[index].IsSealed, value) switch
        {
            (true, byte[] bytes) => SealedBytes.Seal(cipher, bytes, place),
            (true, string text) => TextMarker + Convert.ToBase64String(SealedBytes.Seal(cipher, Encoding.UTF8.GetBytes(text), place)),
            _ => value,
        })];
    }

    private void EntryPlace(Span<byte> place, long sequence)
    {
        caseId.Value.TryWriteBytes(place, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(place[16..], sequence);
    }

    private byte[] Place(string table)
    {
        var place = new byte[16 + Encoding.UTF8.GetByteCount(table)];
        caseId.Value.TryWriteBytes(place, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(table, place.AsSpan(16));
        return place;
    }
}
