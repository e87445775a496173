using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orchestrator.Attachments.Contents;

/// <summary>
/// How a content is sealed with a key of its own, AES-256-GCM: piece after piece of 64 KiB, each followed by its tag of 16 bytes. The nonce is the number of the piece, which
/// may be so because the key seals this one content only; a piece opens at its own place alone.
/// </summary>
internal static class SealedPieces
{
    /// <summary>Bytes of every piece but the last, unsealed.</summary>
    public const int PieceSize = 64 * 1024;

    public const int TagSize = 16;

    private const int NonceSize = 12;

    /// <summary>Length of a content when it is sealed.</summary>
    public static long LengthOf(long size) => size + ((size + PieceSize - 1) / PieceSize * TagSize);

    /// <summary>Seals a content.</summary>
    public static async Task SealAsync(Stream content, Stream output, byte[] key, CancellationToken cancellationToken)
    {
        using var cipher = new AesGcm(key, TagSize);
        var (plain, stored) = (new byte[PieceSize], new byte[PieceSize + TagSize]);
        for (long number = 0; await content.ReadAtLeastAsync(plain, PieceSize, throwOnEndOfStream: false, cancellationToken) is > 0 and var count; number++)
        {
            cipher.Encrypt(Nonce(number), plain.AsSpan(0, count), stored.AsSpan(0, count), stored.AsSpan(count, TagSize));
            await output.WriteAsync(stored.AsMemory(0, count + TagSize), cancellationToken);
        }
    }

    /// <summary>Opens a piece.</summary>
    /// <returns>False when it is not what was sealed at this place.</returns>
    public static bool TryOpen(AesGcm cipher, long number, ReadOnlySpan<byte> stored, Span<byte> plain)
    {
        try
        {
            cipher.Decrypt(Nonce(number), stored[..^TagSize], stored[^TagSize..], plain);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static byte[] Nonce(long number)
    {
        var nonce = new byte[NonceSize];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(NonceSize - sizeof(long)), number);
        return nonce;
    }
}
