using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Agencies.Callbacks;

/// <summary>A callback as it came, before anything in it is believed.</summary>
/// <param name="Token">Last segment of the callback URL.</param>
/// <param name="Body">The request's body.</param>
/// <param name="Header">Finds a header, or null.</param>
/// <param name="Thumbprint">SHA-256 thumbprint of the client certificate of the connection, hexadecimal, or null.</param>
public sealed record CallbackRequest(string Token, ReadOnlyMemory<byte> Body, Func<string, string?> Header, string? Thumbprint)
{
    /// <summary>One that proves nothing but the URL.</summary>
    public static CallbackRequest Plain(string token, ReadOnlyMemory<byte> body) => new(token, body, _ => null, null);
}

/// <summary>Checks that a callback comes from the agency and was sent now. Pure.</summary>
public static class CallbackProof
{
    private const string Scheme = "sha256=";

    /// <summary>Null when all that is asked for is proved; else a stable code of what is not.</summary>
    public static string? FirstFault(CallbackRules rules, CallbackRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(request);
        if (!rules.Thumbprints.IsEmpty && !rules.Thumbprints.Any(known => string.Equals(known.Replace(":", "", StringComparison.Ordinal), request.Thumbprint, StringComparison.OrdinalIgnoreCase)))
            return "callback-certificate";
        if (rules.Secret is not { } secret)
            return null;
        if (request.Header(rules.SignatureHeader) is not { Length: > 0 } signature || request.Header(rules.TimestampHeader) is not { Length: > 0 } timestamp)
            return "callback-signature-missing";
        if (!Matches(signature, Expected(secret, timestamp, request.Body.Span)))
            return "callback-signature";
        // After the signature: whoever does not know the key learns nothing about clocks.
        return Time(timestamp) is { } at && (at - now).Duration() <= rules.Tolerance ? null : "callback-timestamp";
    }

    /// <summary>The signature of a body sent at a time: HMAC-SHA256 over the header's text, a dot and the body.</summary>
    public static byte[] Expected(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hash.AppendData("."u8);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    // Agencies write it as hexadecimal or base64, with or without the name of the algorithm.
    private static bool Matches(string given, byte[] expected)
    {
        var text = given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? given[Scheme.Length..] : given;
        var found = new byte[expected.Length + 1];
        var length = text.Length == expected.Length * 2 && Convert.FromHexString(text, found, out _, out var hex) == System.Buffers.OperationStatus.Done ? hex
            : Convert.TryFromBase64String(text, found, out var base64) ? base64 : 0;
        return CryptographicOperations.FixedTimeEquals(found.AsSpan(..length), expected);
    }

    private static DateTimeOffset? Time(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }
}
