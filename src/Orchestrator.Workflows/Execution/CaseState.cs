using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Workflows.Execution;

/// <summary>A case folded from its journal. Immutable; equal journals give equal states.</summary>
public sealed record CaseState
{
    /// <summary>Which case.</summary>
    public required CaseId CaseId { get; init; }

    /// <summary>The first entry.</summary>
    public required CaseStarted Started { get; init; }

    /// <summary>Elsa's status.</summary>
    public CaseStatus Status { get; init; }

    /// <summary>Elsa's sub-status.</summary>
    public CaseSubStatus SubStatus { get; init; }

    /// <summary>Correlation id, or null.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Open waits by bookmark id.</summary>
    public ImmutableSortedDictionary<string, Bookmark> Bookmarks { get; init; } = ImmutableSortedDictionary.Create<string, Bookmark>(StringComparer.Ordinal);

    /// <summary>Effects not settled, by effect id.</summary>
    public ImmutableSortedDictionary<string, Effect> Effects { get; init; } = ImmutableSortedDictionary.Create<string, Effect>(StringComparer.Ordinal);

    /// <summary>Open incidents by incident id.</summary>
    public ImmutableSortedDictionary<string, Incident> Incidents { get; init; } = ImmutableSortedDictionary.Create<string, Incident>(StringComparer.Ordinal);

    /// <summary>The newest mark of each name.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Marks { get; init; } = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Workflow outputs by name.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Outputs { get; init; } = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>True when scheduled work waits for a <see cref="Continue"/>.</summary>
    public bool HasScheduledWork { get; init; }
}
