using System.Collections.Immutable;

namespace Orchestrator.Agencies.Callbacks;

/// <summary>What an agency must prove when it calls back, beside knowing the signed URL: <c>Agencies:&lt;code&gt;:Callback:*</c>.</summary>
/// <param name="Secret">Key of the HMAC over time and body, or null when no signature is asked for. A secret.</param>
/// <param name="SignatureHeader">Header with the signature.</param>
/// <param name="TimestampHeader">Header with the time of sending.</param>
/// <param name="Tolerance">How far that time may be from ours.</param>
/// <param name="Thumbprints">SHA-256 thumbprints of client certificates, one of which the connection must show; empty when none is asked for.</param>
public sealed record CallbackRules(
    string? Secret, string SignatureHeader, string TimestampHeader, TimeSpan Tolerance, ImmutableArray<string> Thumbprints)
{
    internal const string DefaultSignatureHeader = "X-Signature", DefaultTimestampHeader = "X-Timestamp";

    internal static readonly TimeSpan DefaultTolerance = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public override string ToString() => $"{SignatureHeader}, {TimestampHeader}, {Tolerance}";
}
