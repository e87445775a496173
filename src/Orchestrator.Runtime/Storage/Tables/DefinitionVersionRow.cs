namespace Orchestrator.Runtime.Storage.Tables;

internal sealed class DefinitionVersionRow
{
    public required string VersionId { get; init; }

    public required string DefinitionId { get; init; }

    public long Version { get; init; }

    public required string ContentHash { get; init; }

    public required byte[] Json { get; init; }

    public required string Source { get; init; }

    /// <summary>Published and not withdrawn; several versions of one definition can be, and the newest valid one starts cases.</summary>
    public bool IsPublished { get; init; }

    public DateTimeOffset ImportedAt { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Counts the saves of a draft.</summary>
    public long Revision { get; init; }

    /// <summary>The content can never change again: it was published, or a case runs on it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The same content is, or was, in the definition's file.</summary>
    public bool IsInFile { get; init; }

    public string? SavedBy { get; init; }

    public string? SavedIn { get; init; }

    public DateTimeOffset? SavedAt { get; init; }

    public string? Author { get; init; }

    public string? ChangeNote { get; init; }

    public string? LegalBasis { get; init; }

    /// <summary>Cases start with it from this instant on; null for at once.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>No longer shown; kept for the cases that run on it.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}
