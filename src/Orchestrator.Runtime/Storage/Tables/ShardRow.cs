namespace Orchestrator.Runtime.Storage.Tables;

internal sealed class ShardRow
{
    public int Shard { get; init; }

    public long Epoch { get; init; }

    public required string Owner { get; init; }
}

internal sealed class StartKeyRow
{
    public required string Scope { get; init; }

    public required string Key { get; init; }

    public required string BodyHash { get; init; }

    public Guid CaseId { get; init; }
}

internal sealed class CounterRow
{
    public required string Name { get; init; }

    public long Value { get; init; }
}

internal sealed class SnapshotRow
{
    public Guid CaseId { get; init; }

    public long Seq { get; init; }

    public required byte[] Hash { get; init; }

    public required byte[] Payload { get; init; }

    public required byte[] Checksum { get; init; }
}

/// <summary>The key of a case, wrapped by the key ring; without a key when the case was erased.</summary>
internal sealed class CaseKeyRow
{
    public Guid CaseId { get; init; }

    /// <summary>Id of the wrapping key.</summary>
    public string? Ring { get; init; }

    public byte[]? Wrapped { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }
}
