namespace Orchestrator.Audit.Storage;

/// <summary>A signed checkpoint.</summary>
internal sealed class CheckpointRow
{
    public long Number { get; init; }

    public long Size { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Text { get; init; }
}

/// <summary>A leaf of the tree.</summary>
internal sealed class LeafRow
{
    public long Index { get; init; }

    public Guid CaseId { get; init; }

    public long Entries { get; init; }

    public required byte[] Head { get; init; }
}

/// <summary>A node of the tree whose subtree is full.</summary>
internal sealed class NodeRow
{
    public int Level { get; init; }

    public long Index { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>The public half of a key that signed a checkpoint.</summary>
internal sealed class KeyRow
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    public DateTimeOffset Since { get; init; }
}

/// <summary>A process that recorded reads: the beginning of a chain.</summary>
internal sealed class ReadLogRow
{
    public Guid LogId { get; init; }

    public DateTimeOffset StartedAt { get; init; }
}

/// <summary>A read of a case, an entry of the chain of the process that let the reader in.</summary>
internal sealed class ReadRow
{
    public Guid LogId { get; init; }

    public long Sequence { get; init; }

    /// <summary>Which case; null for all.</summary>
    public Guid? CaseId { get; init; }

    public required string Actor { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>What the hash covers, exactly.</summary>
    public required byte[] Payload { get; init; }

    public required byte[] PrevHash { get; init; }

    public required byte[] Hash { get; init; }
}
