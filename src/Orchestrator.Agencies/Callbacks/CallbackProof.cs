using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Attachments.Uploads;

namespace Orchestrator.Agencies.Callbacks;

/// <summary>A callback as it came, before anything in it is believed.</summary>
/// <param name="Token">Last segment of the callback URL.</param>
/// <param name="Body">The request's body; read once, and not at all when the token is none of ours.</param>
/// <param name="ContentType">Its <c>Content-Type</c>, or null.</param>
/// <param name="Header">Finds a header, or null.</param>
/// <param name="Thumbprint">SHA-256 thumbprint of the client certificate of the connection, hexadecimal, or null.</param>
public sealed record CallbackRequest(string Token, Stream Body, string? ContentType, Func<string, string?> Header, string? Thumbprint)
{
    /// <summary>JSON that proves nothing but the URL.</summary>
    public static CallbackRequest Plain(string token, ReadOnlyMemory<byte> body) => new(token, new MemoryStream(body.ToArray()), "application/json", _ => null, null);
}

/// <summary>Checks that a callback comes from the agency and was sent now.</summary>
public static class CallbackProof
{
    private const string Scheme = "sha256=";

    /// <summary>Null when all that is asked for is proved; else a stable code of what is not.</summary>
    /// <param name="rules">What is asked for.</param>
    /// <param name="request">The callback.</param>
    /// <param name="body">All of its body: the signature is over every byte of it, files included.</param>
    /// <param name="now">When it came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string?> FirstFaultAsync(CallbackRules rules, CallbackRequest request, HeldBody body, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(body);
        if (!rules.Thumbprints.IsEmpty && !rules.Thumbprints.Any(known => string.Equals(known.Replace(":", "", StringComparison.Ordinal), request.Thumbprint, StringComparison.OrdinalIgnoreCase)))
            return "callback-certificate";
        if (rules.Secret is not { } secret)
            return null;
        if (request.Header(rules.SignatureHeader) is not { Length: > 0 } signature || request.Header(rules.TimestampHeader) is not { Length: > 0 } timestamp)
            return "callback-signature-missing";
        if (!Matches(signature, await body.SignAsync(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(timestamp + "."), cancellationToken)))
            return "callback-signature";
        // After the signature: whoever does not know the key learns nothing about clocks.
        return Time(timestamp) is { } at && (at - now).Duration() <= rules.Tolerance ? null : "callback-timestamp";
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
