using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>Keys of contents that modules keep by themselves, wrapped by the same key ring as the keys of cases.</summary>
public sealed class ContentKeys
{
    private readonly KeyRing _ring;

    internal ContentKeys(KeyRing ring) => _ring = ring;

    /// <summary>A new key, wrapped; 32 bytes in it.</summary>
    /// <param name="name">Names the content; the key can be unwrapped for it alone.</param>
    public byte[] Create(string name) => _ring.Wrap(Place(name), RandomNumberGenerator.GetBytes(SealedBytes.KeySize));

    /// <summary>The key, 32 bytes.</summary>
    /// <exception cref="InvalidOperationException">The wrapping key is missing, or the wrapped one was changed.</exception>
    public byte[] Unwrap(string name, byte[] wrapped) => _ring.Unwrap(Place(name), $"content {name}", wrapped);

    /// <summary>The same key, wrapped with the key that wraps now; null when it is so already.</summary>
    public byte[]? Renew(string name, byte[] wrapped)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        return Convert.ToHexStringLower(wrapped.AsSpan(0, 8)) == _ring.Current ? null : _ring.Wrap(Place(name), Unwrap(name, wrapped));
    }

    /// <summary>Seals a text about a content, so that it is gone with the content's key.</summary>
    /// <param name="name">Names the content.</param>
    /// <param name="wrapped">Its key.</param>
    /// <param name="place">What the text is of; it is opened for nothing else.</param>
    /// <param name="text">The text.</param>
    public byte[] Seal(string name, byte[] wrapped, string place, string text)
    {
        using var aes = CipherOfTexts(name, wrapped);
        return SealedBytes.Seal(aes, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(place));
    }

    /// <summary>Opens it, or null when it was sealed for something else or changed since.</summary>
    public string? Open(string name, byte[] wrapped, string place, byte[] stored)
    {
        using var aes = CipherOfTexts(name, wrapped);
        return SealedBytes.Open(aes, stored, Encoding.UTF8.GetBytes(place)) is { } plain ? Encoding.UTF8.GetString(plain) : null;
    }

    // A key of its own: the content's nonces are counted, those of texts are drawn.
    private AesGcm CipherOfTexts(string name, byte[] wrapped) =>
        SealedBytes.Cipher(HKDF.DeriveKey(HashAlgorithmName.SHA256, Unwrap(name, wrapped), SealedBytes.KeySize, info: "text"u8.ToArray()));

    private static byte[] Place(string name) => Encoding.UTF8.GetBytes("content:" + name);
}

/// <summary>Keys of contents that a module keeps in its tables.</summary>
public interface IContentKeyHolder
{
    /// <summary>Wraps each of them with the key that wraps now, before the older ones are destroyed.</summary>
    /// <returns>How many.</returns>
    Task<int> RenewAsync(CancellationToken cancellationToken);
}
