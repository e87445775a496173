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

/// <summary>A call that waits until its agency is back.</summary>
internal sealed class ParkedCallRow
{
    public Guid CaseId { get; init; }

    public required string EffectId { get; init; }

    public required string Agency { get; init; }

    /// <summary>When it found the agency down.</summary>
    public DateTimeOffset Since { get; init; }
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
