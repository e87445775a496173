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

    private static byte[] Place(string name) => Encoding.UTF8.GetBytes("content:" + name);
}

/// <summary>Keys of contents that a module keeps in its tables.</summary>
public interface IContentKeyHolder
{
    /// <summary>Wraps each of them with the key that wraps now, before the older ones are destroyed.</summary>
    /// <returns>How many.</returns>
    Task<int> RenewAsync(CancellationToken cancellationToken);
}
