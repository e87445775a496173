namespace Orchestrator.Cases.Tasks;

/// <summary>Which tasks to list; null filters match all.</summary>
public sealed record TaskSearch
{
    /// <summary>Role.</summary>
    public string? Role { get; init; }

    /// <summary>Agency; tasks without an agency match too.</summary>
    public string? Agency { get; init; }

    /// <summary>Commune codes; empty for all.</summary>
    public System.Collections.Immutable.ImmutableArray<string> Localities { get; init; } = [];

    /// <summary>Only those claimed by this actor (<c>kind:id</c>).</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>True for free ones only.</summary>
    public bool OnlyFree { get; init; }

    /// <summary>Where to go on, from the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>At most this many, 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>What became of a claim.</summary>
public abstract record ClaimOutcome
{
    private ClaimOutcome() { }

    /// <summary>The task is the caller's (again, when it was before).</summary>
    public sealed record Claimed(OfficerTask Task) : ClaimOutcome;

    /// <summary>The task is free again.</summary>
    public sealed record Released(OfficerTask Task) : ClaimOutcome;

    /// <summary>Somebody else works on it (409, <c>task-claimed</c>).</summary>
    public sealed record ClaimedByOther(string By) : ClaimOutcome;

    /// <summary>There is no such open task (404, <c>task-not-found</c>).</summary>
    public sealed record NotFound : ClaimOutcome;

    /// <summary>Try again later (503).</summary>
    public sealed record Unavailable(string Message) : ClaimOutcome;
}

/// <summary>What became of a completion.</summary>
public abstract record CompletionOutcome
{
    private CompletionOutcome() { }

    /// <summary>Done; the case goes on.</summary>
    public sealed record Completed(string Number) : CompletionOutcome;

    /// <summary>It was completed before (409, <c>task-done</c>; 200 when <paramref name="SameAnswer"/>).</summary>
    public sealed record AlreadyDone(string Number, bool SameAnswer) : CompletionOutcome;

    /// <summary>Somebody else works on it (409, <c>task-claimed</c>).</summary>
    public sealed record ClaimedByOther(string By) : CompletionOutcome;

    /// <summary>The answer is not one of the options (422, <c>task-answer</c>).</summary>
    public sealed record InvalidAnswer(IReadOnlyList<Intake.ApplicationFault> Faults) : CompletionOutcome;

    /// <summary>There is no such task (404, <c>task-not-found</c>).</summary>
    public sealed record NotFound : CompletionOutcome;

    /// <summary>Try again later (503).</summary>
    public sealed record Unavailable(string Message) : CompletionOutcome;
}
