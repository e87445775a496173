using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Simulators.Callbacks;

/// <summary>Signs callbacks as a receiver may ask for: HMAC-SHA256 over the time of sending, a dot and the body.</summary>
internal static class CallbackSignature
{
    public const string SignatureHeader = "X-Signature", TimestampHeader = "X-Timestamp";

    /// <summary>Adds the headers.</summary>
    public static void Sign(HttpRequestMessage request, string body, string secret, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"));
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, "sha256=" + Convert.ToHexStringLower(signature));
    }
}
