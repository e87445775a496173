using System.Collections.Immutable;

namespace Orchestrator.Runtime.Outbound;

/// <summary>Hosts that calls may name: <c>registry.example</c>, <c>*.example</c> for every host below, <c>*</c> for any. Pure.</summary>
/// <param name="Patterns">As configured; compared without case.</param>
public sealed record AllowedHosts(ImmutableArray<string> Patterns)
{
    /// <summary>No host at all.</summary>
    public static AllowedHosts None { get; } = new(ImmutableArray<string>.Empty);

    /// <summary>Reads a list separated by commas, semicolons or spaces; null and empty allow none.</summary>
    public static AllowedHosts Parse(string? list) =>
        new([.. (list ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);

    /// <summary>True when one of the patterns names the host of an address.</summary>
    public bool Allows(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Patterns.Any(pattern => Matches(pattern, address.IdnHost.TrimEnd('.')));
    }

    private static bool Matches(string pattern, string host) =>
        pattern == "*"
        || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) && host.Length > pattern.Length - 1)
        || string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase);
}
