using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Agencies.Replies;

/// <summary>One line of a reply table: all conditions given must hold; a rule without conditions always matches.</summary>
public sealed record ReplyRule
{
    /// <summary>Statuses that match; empty for any. A rule with statuses never matches a callback, which has none.</summary>
    public ImmutableArray<StatusRange> Statuses { get; init; } = [];

    /// <summary>JSON pointer (RFC 6901) into the body, or null.</summary>
    public string? Pointer { get; init; }

    /// <summary>Values the pointed-to value may have; empty when it only has to exist.</summary>
    public ImmutableArray<JsonElement> EqualTo { get; init; } = [];

    /// <summary>Text that the body contains, compared without case; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>The way the reply must have come, or null for any.</summary>
    public ReplySource? Source { get; init; }

    /// <summary>What such a reply means.</summary>
    public required ReplyClass Class { get; init; }

    /// <summary>The port to take; given for final answers only.</summary>
    public string? Outcome { get; init; }
}

/// <summary>HTTP statuses from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct StatusRange(int First, int Last)
{
    /// <summary>True when the status is in the range.</summary>
    public bool Contains(int status) => status >= First && status <= Last;
}
