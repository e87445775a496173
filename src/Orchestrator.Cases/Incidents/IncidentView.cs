using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Incidents;

/// <summary>A fault that waits, or waited, for a person.</summary>
public sealed record IncidentView
{
    /// <summary>Id, as in the API: <c>{case id}-{incident id}</c>.</summary>
    public required IncidentId Id { get; init; }

    /// <summary>Dossier number, or null for a case that is no dossier.</summary>
    public string? Number { get; init; }

    /// <summary>Commune of the case, or null.</summary>
    public string? Locality { get; init; }

    /// <summary>Cause, a stable code.</summary>
    public required string Code { get; init; }

    /// <summary>"Expected …, but …; do …".</summary>
    public required string Message { get; init; }

    /// <summary>More for the support desk, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Role or agency that must act.</summary>
    public required string Owner { get; init; }

    /// <summary>The faulted activity's id, or null.</summary>
    public string? ActivityId { get; init; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How it was closed, or null.</summary>
    public string? Resolution { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Reason { get; init; }
}

/// <summary>Names one incident of one case.</summary>
public readonly record struct IncidentId(CaseId CaseId, string Id)
{
    /// <summary>Reads <c>{case id}-{incident id}</c>.</summary>
    public static bool TryParse(string? text, out IncidentId id)
    {
        id = default;
        if (text is not { Length: > 33 and <= 80 } || text[32] != '-' || !CaseId.TryParse(text[..32], null, out var caseId)) return false;
        id = new IncidentId(caseId, text[33..]);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => $"{CaseId}-{Id}";
}

/// <summary>Which incidents to list; null filters match all.</summary>
public sealed record IncidentSearch
{
    /// <summary>Cause.</summary>
    public string? Code { get; init; }

    /// <summary>Owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Commune codes; empty for all.</summary>
    public System.Collections.Immutable.ImmutableArray<string> Localities { get; init; } = [];

    /// <summary>True (the usual) for open ones only.</summary>
    public bool OnlyOpen { get; init; } = true;

    /// <summary>Where to go on, from the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>At most this many, 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>What became of a support desk's act on an incident.</summary>
public abstract record IncidentOutcome
{
    private IncidentOutcome() { }

    /// <summary>Done.</summary>
    public sealed record Done : IncidentOutcome;

    /// <summary>There is no such incident (404, <c>incident-not-found</c>).</summary>
    public sealed record NotFound : IncidentOutcome;

    /// <summary>It is closed already (409, <c>incident-closed</c>).</summary>
    public sealed record AlreadyClosed : IncidentOutcome;

    /// <summary>A reason is needed (422, <c>reason-required</c>).</summary>
    public sealed record ReasonRequired : IncidentOutcome;

    /// <summary>The engine refused (409), for example because the port is not connected.</summary>
    public sealed record Refused(string Code, string Message) : IncidentOutcome;

    /// <summary>Try again later (503).</summary>
    public sealed record Unavailable(string Message) : IncidentOutcome;
}

/// <summary>What became of an act on many incidents.</summary>
/// <param name="Done">Acted on.</param>
/// <param name="Failed">Not acted on, with the reason's code.</param>
/// <param name="Remaining">True when there were more than one call takes; call again.</param>
public sealed record BulkOutcome(IReadOnlyList<IncidentId> Done, IReadOnlyDictionary<IncidentId, string> Failed, bool Remaining);
