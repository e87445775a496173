namespace Orchestrator.Runtime.Storage.Tables;

internal sealed class CaseRow
{
    public Guid CaseId { get; init; }

    public long Shard { get; init; }

    public required string Status { get; init; }

    public required string SubStatus { get; init; }

    public required string DefinitionId { get; init; }

    public required string VersionId { get; init; }

    public long Version { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public Guid? ParentCaseId { get; init; }

    public bool HasWork { get; init; }

    public long OpenIncidents { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

internal sealed class BookmarkRow
{
    public Guid CaseId { get; init; }

    public required string BookmarkId { get; init; }

    public required string Kind { get; init; }

    public string? Name { get; init; }

    public required string ActivityId { get; init; }

    public DateTimeOffset? DueAt { get; init; }
}
