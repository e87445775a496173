namespace Orchestrator.Agencies.Storage;

/// <summary>A call that has no final answer yet.</summary>
internal sealed class WaitingCallRow
{
    public Guid CaseId { get; init; }

    public required string EffectId { get; init; }

    public required string Agency { get; init; }

    public required string Operation { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>Legal deadline of the case when it was asked for; <see cref="Parking.CallProjection.WithoutDeadline"/> for none.</summary>
    public DateTimeOffset DueBy { get; init; }
}

/// <summary>How far a call has come; the runtime's own table, read here.</summary>
internal sealed class CallTryRow
{
    public Guid CaseId { get; init; }

    public required string EffectId { get; init; }

    public long Attempts { get; init; }

    public string? LastClass { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }
}

/// <summary>A call that got its final answer, so that it can be asked about later.</summary>
internal sealed class AnsweredCallRow
{
    public Guid CaseId { get; init; }

    public required string EffectId { get; init; }

    public required string Agency { get; init; }

    public required string Operation { get; init; }

    public long ExecutionId { get; init; }

    public DateTimeOffset AnsweredAt { get; init; }
}

/// <summary>One comparison of what an agency says with what we say.</summary>
internal sealed class ReconciliationRow
{
    public Guid Id { get; init; }

    public required string Agency { get; init; }

    /// <summary>The night it was planned for (<c>yyyy-MM-dd</c>), or null when a person asked for it.</summary>
    public string? Night { get; init; }

    public required string AskedBy { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Why it ended early, or null.</summary>
    public string? Stopped { get; set; }

    public int Asked { get; set; }

    public int Same { get; set; }

    public int Different { get; set; }

    public int Absent { get; set; }

    public int Unanswered { get; set; }
}

/// <summary>One call about which both sides say different things.</summary>
internal sealed class FindingRow
{
    public Guid ReconciliationId { get; init; }

    public int Number { get; init; }

    public Guid CaseId { get; init; }

    public required string EffectId { get; init; }

    public required string Operation { get; init; }

    /// <summary><c>different</c>, <c>absent</c> or <c>unanswered</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>JSON pointers at which both differ, or why there was no answer; no values, they may be personal.</summary>
    public required string Detail { get; init; }

    public bool IsNewIncident { get; init; }
}
