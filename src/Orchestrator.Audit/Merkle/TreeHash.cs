using System.Security.Cryptography;

namespace Orchestrator.Audit.Merkle;

/// <summary>Hashes of a Merkle tree as RFC 9162 §2.1.1 defines them, with SHA-256: leaves and nodes are told apart by their first byte.</summary>
internal static class TreeHash
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>Root of the tree without leaves.</summary>
    public static byte[] OfNothing { get; } = SHA256.HashData([]);

    public static byte[] OfLeaf(ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = stackalloc byte[1 + content.Length];
        bytes[0] = 0;
        content.CopyTo(bytes[1..]);
        return SHA256.HashData(bytes);
    }

    public static byte[] OfNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Size)];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + Size)..]);
        return SHA256.HashData(bytes);
    }
}
