namespace Orchestrator.Agencies.Storage;

/// <summary>One version of an agency's document; rows are only added.</summary>
internal sealed class DocumentRow
{
    public required string Agency { get; init; }

    public int Version { get; init; }

    public int? Label { get; init; }

    public required string Hash { get; init; }

    /// <summary>The document in UTF-8, whole: parts of other files are in it.</summary>
    public required byte[] Content { get; init; }

    public required string Origin { get; init; }

    public required string Author { get; init; }

    public string? Note { get; init; }

    public int? Restores { get; init; }

    public DateTimeOffset StoredAt { get; init; }
}

/// <summary>What a node last saw in a file of its own folder.</summary>
internal sealed class DocumentFileRow
{
    /// <summary>Machine and path.</summary>
    public required string Place { get; init; }

    public required string Agency { get; init; }

    public required string Hash { get; set; }
}
