using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Server.Access;

/// <summary>
/// A key as its holder has it: <c>ork_&lt;id&gt;_&lt;secret&gt;</c>. The id finds the stored key, so that the secret, 256 random bits, is only ever
/// compared as a hash and in constant time. A fast hash is enough: there is nothing to guess in a random secret.
/// </summary>
internal sealed record KeyText(string Id, byte[] Secret)
{
    private const string Prefix = "ork_";
    private const int IdLength = 16;
    private const int SecretBytes = 32;

    /// <summary>Makes a fresh key.</summary>
    public static KeyText New() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)), RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>SHA-256 of the secret.</summary>
    public byte[] SecretHash() => SHA256.HashData(Secret);

    /// <summary>Reads what a caller sent.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KeyText? key)
    {
        key = null;
        const int secretStart = 4 + IdLength + 1;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length <= secretStart || text[secretStart - 1] != '_')
            return false;
        var secret = new byte[Base64Url.GetMaxDecodedLength(text.Length - secretStart)];
        if (!Base64Url.IsValid(text.AsSpan(secretStart)) || !Base64Url.TryDecodeFromChars(text.AsSpan(secretStart), secret, out var written) || written != SecretBytes)
            return false;
        key = new KeyText(text[Prefix.Length..(secretStart - 1)], secret[..written]);
        return true;
    }

    /// <summary>The whole key; shown once, never logged.</summary>
    public string Reveal() => Prefix + Id + "_" + Base64Url.EncodeToString(Secret);

    // A record would print its members; a secret must not end up in a log by way of ToString.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id);
        return true;
    }
}
