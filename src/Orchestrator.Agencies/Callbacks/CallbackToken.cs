using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

/// <summary>What a callback URL stands for: the answer to one effect of one case.</summary>
/// <param name="CaseId">Whose.</param>
/// <param name="EffectId">Which effect.</param>
/// <param name="ExpiresAt">After this it is refused.</param>
public sealed record CallbackToken(CaseId CaseId, string EffectId, DateTimeOffset ExpiresAt)
{
    private const byte Version = 1;
    private const int Start = 1 + 16 + 8;

    /// <summary>Longest token that is looked at, in characters.</summary>
    private const int LongestText = 512;

    /// <summary>The token as text for a URL: payload and HMAC-SHA256, base64url.</summary>
    public string Sign(ReadOnlySpan<byte> key)
    {
        var effect = Encoding.UTF8.GetBytes(EffectId);
        var bytes = new byte[Start + effect.Length + HMACSHA256.HashSizeInBytes];
        bytes[0] = Version;
        CaseId.Value.TryWriteBytes(bytes.AsSpan(1), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(17), ExpiresAt.ToUnixTimeSeconds());
        effect.CopyTo(bytes.AsSpan(Start));
        HMACSHA256.HashData(key, bytes.AsSpan(..^HMACSHA256.HashSizeInBytes), bytes.AsSpan(^HMACSHA256.HashSizeInBytes..));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token that was signed with the key; null for any other. Does not look at the expiry.</summary>
    public static CallbackToken? Read(string text, ReadOnlySpan<byte> key)
    {
        if (text.Length > LongestText || !Base64Url.IsValid(text))
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= Start + HMACSHA256.HashSizeInBytes)
            return null;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes.AsSpan(..^HMACSHA256.HashSizeInBytes), expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes.AsSpan(^HMACSHA256.HashSizeInBytes..)) || bytes[0] != Version)
            return null;
        return new CallbackToken(
            new CaseId(new Guid(bytes.AsSpan(1, 16), bigEndian: true)),
            Encoding.UTF8.GetString(bytes.AsSpan(Start..^HMACSHA256.HashSizeInBytes)),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(17))));
    }
}
