using System.Security.Cryptography;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>
/// Bytes sealed with a key, AES-256-GCM: the marker 1, a nonce of 12 bytes that is drawn anew each time, the encrypted bytes, a tag of 16 bytes. What is not sealed
/// is JSON, which never begins with that marker.
/// </summary>
internal static class SealedBytes
{
    public const int KeySize = 32;

    public const byte Marker = 1;

    private const int NonceSize = 12, TagSize = 16, Head = 1 + NonceSize;

    public static bool Are(ReadOnlySpan<byte> stored) => stored.Length >= Head + TagSize && stored[0] == Marker;

    /// <param name="aes">The key.</param>
    /// <param name="plain">What is sealed.</param>
    /// <param name="place">Where it belongs; it can be opened for no other place.</param>
    public static byte[] Seal(AesGcm aes, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        var stored = new byte[Head + plain.Length + TagSize];
        stored[0] = Marker;
        var nonce = stored.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        aes.Encrypt(nonce, plain, stored.AsSpan(Head, plain.Length), stored.AsSpan(Head + plain.Length), place);
        return stored;
    }

    /// <returns>What was sealed, or null when it was sealed with another key, for another place, or was changed since.</returns>
    public static byte[]? Open(AesGcm aes, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> place)
    {
        if (!Are(stored)) return null;
        var plain = new byte[stored.Length - Head - TagSize];
        try
        {
            aes.Decrypt(stored.Slice(1, NonceSize), stored[Head..^TagSize], stored[^TagSize..], plain, place);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public static AesGcm Cipher(ReadOnlySpan<byte> key) => new(key, TagSize);
}
