using System.Collections.Immutable;
using Orchestrator.Cases.Statuses;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>What to look for; null filters match all.</summary>
public sealed record CaseSearch
{
    /// <summary>Either number, exactly or its beginning.</summary>
    public string? Number { get; init; }

    /// <summary>A code of the procedure, old or new.</summary>
    public string? Procedure { get; init; }

    /// <summary>Status key, for example <c>forwarded</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Code of the agency that holds it now or has a result in it.</summary>
    public string? Agency { get; init; }

    /// <summary>Commune codes; empty for all.</summary>
    public ImmutableArray<string> Localities { get; init; } = [];

    /// <summary>Received at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>True for those whose promised date has passed, false for the others.</summary>
    public bool? Overdue { get; init; }

    /// <summary>Where to go on, from the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>At most this many, 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>What came of a search.</summary>
public abstract record SearchOutcome
{
    private SearchOutcome() { }

    /// <summary>A page, newest first.</summary>
    public sealed record Found(Page<CaseSummary> Page) : SearchOutcome;

    /// <summary>The cursor is not one of ours.</summary>
    public sealed record InvalidCursor : SearchOutcome;

    /// <summary>There is no such status.</summary>
    public sealed record UnknownStatus(string Status) : SearchOutcome;
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A case in a list.</summary>
public sealed record CaseSummary
{
    /// <summary>Which case.</summary>
    public required CaseId CaseId { get; init; }

    /// <summary>Dossier number.</summary>
    public required string Number { get; init; }

    /// <summary>The sender's number, or null.</summary>
    public string? SecondNumber { get; init; }

    /// <summary>Code of the procedure on the day of receipt.</summary>
    public required string ProcedureCode { get; init; }

    /// <summary>Commune code, or null.</summary>
    public string? Locality { get; init; }

    /// <summary>Status in our word and in both code lists.</summary>
    public required DossierStatus Status { get; init; }

    /// <summary>Since when it has that status.</summary>
    public DateTimeOffset StatusSince { get; init; }

    /// <summary>Who holds it now.</summary>
    public IReadOnlyList<Holding> Holders { get; init; } = [];

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Until when the result is promised.</summary>
    public DateOnly PromisedDate { get; init; }

    /// <summary>True when the calendar of a year concerned is not decided yet.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>True when the promised date has passed and the case has not ended, or ended later.</summary>
    public bool IsOverdue { get; init; }
}
