using System.Text.Json;
using Orchestrator.Cases.Incidents;
using Orchestrator.Cases.Statuses;
using Orchestrator.Cases.Tasks;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>One case as it is shown: everything here is folded from its journal.</summary>
public sealed record CaseFile
{
    /// <summary>Which case.</summary>
    public required CaseId CaseId { get; init; }

    /// <summary>Dossier number.</summary>
    public required string Number { get; init; }

    /// <summary>The number that the sender's system gave it, or null.</summary>
    public string? SecondNumber { get; init; }

    /// <summary>Code of the procedure on the day of receipt.</summary>
    public required string ProcedureCode { get; init; }

    /// <summary>Name of the procedure.</summary>
    public required BilingualText ProcedureName { get; init; }

    /// <summary>Commune code, or null.</summary>
    public string? Locality { get; init; }

    /// <summary>Status in our word and in both code lists.</summary>
    public required DossierStatus Status { get; init; }

    /// <summary>Since when it has that status.</summary>
    public DateTimeOffset StatusSince { get; init; }

    /// <summary>Why, as told to the citizen, or null.</summary>
    public BilingualText? StatusReason { get; init; }

    /// <summary>Who holds the case now; several when parts go on side by side, empty when it is finished.</summary>
    public IReadOnlyList<Holding> Holders { get; init; } = [];

    /// <summary>The named steps that come next.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Until when the result is promised.</summary>
    public required Promise Promise { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When the data of the case was erased, or null. Of an erased case only what lists show is left.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>True when the promised date has passed and the case has not ended, or ended later.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>The engine's view.</summary>
    public CaseSubStatus RunStatus { get; init; }

    /// <summary>The named steps so far, oldest first.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>The procedures of the bundle, with their results.</summary>
    public IReadOnlyList<PartResult> Parts { get; init; } = [];

    /// <summary>Open tasks of people.</summary>
    public IReadOnlyList<OfficerTask> Tasks { get; init; } = [];

    /// <summary>Open incidents.</summary>
    public IReadOnlyList<IncidentView> Incidents { get; init; } = [];
}

/// <summary>Who holds a case.</summary>
/// <param name="Kind"><c>agency</c>, <c>officer</c>, <c>citizen</c> or <c>system</c>.</param>
/// <param name="Code">Agency code or role, or null.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">What is waited for, or null.</param>
/// <param name="Until">When the wait ends by itself, or null.</param>
/// <param name="IsPaused">True when the legal clock stands still meanwhile.</param>
/// <param name="Step">Name of the waiting step.</param>
public sealed record Holding(
    string Kind, string? Code, DateTimeOffset Since, BilingualText? Reason, DateTimeOffset? Until, bool IsPaused, string Step);

/// <summary>Until when a result is promised.</summary>
/// <param name="Date">The promised date, Vietnam calendar.</param>
/// <param name="IsProvisional">True when the calendar of a year concerned is not decided yet.</param>
/// <param name="IsPaused">True while the clock stands still: the date moves on by each working day of the pause.</param>
/// <param name="WorkingDays">The limit it comes from.</param>
/// <param name="LegalBasis">The article that sets the limit.</param>
public sealed record Promise(DateOnly Date, bool IsProvisional, bool IsPaused, int WorkingDays, string LegalBasis);

/// <summary>A step of a case.</summary>
/// <param name="ActivityId">The activity's id in the definition.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Type">Activity type.</param>
/// <param name="Agency">Agency that does it, or null.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="Outcome"><c>running</c>, <c>waiting</c>, <c>done</c>, <c>faulted</c>, <c>canceled</c>.</param>
/// <param name="Port">The port taken, or null.</param>
/// <param name="DueDate">Until when it should be done by its own limit, or null.</param>
/// <param name="IsLate">True when it took, or takes, longer.</param>
/// <param name="Compensates">Activity id of the step that this one undoes, or null.</param>
/// <param name="Compensation">
/// Whether the step was undone: <c>done</c>, <c>running</c>, or why not (<c>no-rule</c>, <c>unanswered</c>, <c>under-way</c>, <c>child-case</c>, <c>dismissed</c>);
/// null when nobody wanted it undone.
/// </param>
public sealed record Step(
    string ActivityId, string Name, string Type, string? Agency, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Outcome, string? Port,
    DateOnly? DueDate, bool IsLate, string? Compensates = null, string? Compensation = null);

/// <summary>A procedure of the bundle and what came of it.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="Name">Name.</param>
/// <param name="Agency">Agency that decides it, or null.</param>
/// <param name="Outcome"><c>pending</c>, <c>granted</c>, <c>refused</c> or <c>cut</c>.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Data">The result, a JSON object with sensitive members masked, or null.</param>
/// <param name="At">When it was recorded, or null.</param>
public sealed record PartResult(string Key, BilingualText Name, string? Agency, string Outcome, string? Reason, JsonElement? Data, DateTimeOffset? At);
