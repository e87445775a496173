namespace Orchestrator.Cases.Storage;

/// <summary>A dossier as lists show it.</summary>
internal sealed class CaseFileRow
{
    public Guid CaseId { get; init; }

    public required string Number { get; init; }

    public string? SecondNumber { get; init; }

    public required string ProcedureCode { get; init; }

    public required string DefinitionId { get; init; }

    public string? Locality { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset StatusSince { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Midnight at the end of the promised date.</summary>
    public DateTimeOffset PromisedBy { get; init; }

    public bool IsProvisional { get; init; }

    public DateTimeOffset? PausedSince { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required string RunStatus { get; init; }
}

/// <summary>What came of one procedure of a bundle.</summary>
internal sealed class CasePartRow
{
    public Guid CaseId { get; init; }

    public required string Part { get; init; }

    public required string Outcome { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A wait that goes on: who holds the case.</summary>
internal sealed class CaseWaitRow
{
    public Guid CaseId { get; init; }

    public required string BookmarkId { get; init; }

    public required string HolderKind { get; init; }

    public string? HolderCode { get; init; }

    public string? ReasonVi { get; init; }

    public string? ReasonEn { get; init; }

    public required string Step { get; init; }

    public DateTimeOffset Since { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public bool IsPaused { get; init; }
}

/// <summary>An open task of a person.</summary>
internal sealed class CaseTaskRow
{
    public Guid CaseId { get; init; }

    public required string BookmarkId { get; init; }

    public required string Number { get; init; }

    public required string Name { get; init; }

    public required string TitleVi { get; init; }

    public required string TitleEn { get; init; }

    public string? Role { get; init; }

    public string? Agency { get; init; }

    public string? Locality { get; init; }

    /// <summary>The answers to choose from, a JSON array.</summary>
    public required string Options { get; init; }

    public DateTimeOffset Since { get; init; }

    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>Who works on an open task.</summary>
internal sealed class TaskClaimRow
{
    public Guid CaseId { get; init; }

    public required string BookmarkId { get; init; }

    public required string ClaimedBy { get; init; }

    public DateTimeOffset ClaimedAt { get; init; }
}

/// <summary>An incident, with what finds it.</summary>
internal sealed class CaseIncidentRow
{
    public Guid CaseId { get; init; }

    public required string IncidentId { get; init; }

    public string? Number { get; init; }

    public string? Locality { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public string? Detail { get; init; }

    public required string Owner { get; init; }

    public string? ActivityId { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public string? Resolution { get; init; }

    public string? Reason { get; init; }
}
