namespace Orchestrator.Runtime.Storage.Tables;

/// <summary>An effect that is not settled.</summary>
internal sealed class EffectRow
{
    public Guid CaseId { get; init; }

    public required string EffectId { get; init; }

    public required string Kind { get; init; }

    public long ExecutionId { get; init; }

    public string? BookmarkId { get; init; }

    public required string IdempotencyKey { get; init; }

    public required byte[] Payload { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? Priority { get; init; }
}

/// <summary>How far an effect has come; apart from the effect, so that a try does not rewrite its payload.</summary>
internal sealed class EffectTryRow
{
    public Guid CaseId { get; init; }

    public required string EffectId { get; init; }

    public long Attempts { get; init; }

    public string? LastClass { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }
}

/// <summary>An event that a case has been given, so that a repeated delivery is seen as one.</summary>
internal sealed class DeliveryRow
{
    public Guid CaseId { get; init; }

    public required string IdempotencyKey { get; init; }

    public DateTimeOffset At { get; init; }
}

internal sealed class IncidentRow
{
    public Guid CaseId { get; init; }

    public required string IncidentId { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public string? Detail { get; init; }

    public required string Owner { get; init; }

    public string? ActivityId { get; init; }

    public string? NodeId { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public string? Resolution { get; init; }

    public string? Reason { get; init; }
}
