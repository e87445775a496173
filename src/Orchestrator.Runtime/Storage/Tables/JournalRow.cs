namespace Orchestrator.Runtime.Storage.Tables;

internal sealed class JournalRow
{
    public Guid CaseId { get; init; }

    public long Seq { get; init; }

    public required string Kind { get; init; }

    public string? ActivityId { get; init; }

    public required string Actor { get; init; }

    public DateTimeOffset At { get; init; }

    public required byte[] Payload { get; init; }

    public required byte[] PrevHash { get; init; }

    public required byte[] Hash { get; init; }
}
