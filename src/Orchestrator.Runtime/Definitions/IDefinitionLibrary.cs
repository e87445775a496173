using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

/// <summary>Definitions as designers work on them: drafts, published versions, and what was before. A version that was ever published or run is kept for ever.</summary>
public interface IDefinitionLibrary
{
    /// <summary>Every version that is shown, by definition and then newest first.</summary>
    Task<IReadOnlyList<DefinitionVersion>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The versions of one definition, newest first; empty when there is none.</summary>
    Task<IReadOnlyList<DefinitionVersion>> HistoryAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>A version with its content, also one that is no longer shown; null when there never was one.</summary>
    Task<StoredDefinition?> ReadAsync(string versionId, CancellationToken cancellationToken);

    /// <summary>
    /// Saves what was drawn: over the draft, or as a new draft when the newest version can no longer change. Content that says the same changes nothing.
    /// </summary>
    Task<SaveOutcome> SaveAsync(DefinitionDraft draft, CancellationToken cancellationToken);

    /// <summary>Publishes a version exactly as it was seen; it must compile.</summary>
    /// <param name="seen">The version with the revision that was looked at.</param>
    /// <param name="publication">What goes on record.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<PublishOutcome> PublishAsync(DefinitionVersion seen, Publication publication, CancellationToken cancellationToken);

    /// <summary>Withdraws every published version; cases that run go on. False when none is published.</summary>
    Task<bool> RetractAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>Withdraws and hides a definition with all its versions. False when there is none.</summary>
    Task<bool> DeleteAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>Withdraws and hides one version. False when there is none.</summary>
    Task<bool> DeleteVersionAsync(string versionId, CancellationToken cancellationToken);

    /// <summary>Keeps a version from ever changing again, before a case is started with it. False when it changed or went meanwhile.</summary>
    Task<bool> FreezeAsync(DefinitionVersion seen, CancellationToken cancellationToken);

    /// <summary>Remembers that the version's content is in the definition's file.</summary>
    Task MarkInFileAsync(string versionId, CancellationToken cancellationToken);
}

/// <summary>What a designer wants to save.</summary>
/// <param name="DefinitionId">Stable id; a new one makes a new definition.</param>
/// <param name="Json">What was drawn.</param>
/// <param name="Author">Who saves.</param>
/// <param name="Editor">Which editor window, or null; its own saves never stand in its way.</param>
/// <param name="Base">What the author had before the eyes, or null when the client does not say.</param>
public sealed record DefinitionDraft(string DefinitionId, JsonElement Json, string Author, string? Editor, DraftBase? Base);

/// <summary>Content that somebody saw.</summary>
/// <param name="VersionId">Version.</param>
/// <param name="Revision">Its revision then, or null when only the version is known.</param>
public sealed record DraftBase(string VersionId, long? Revision);

/// <summary>What became of a save.</summary>
public abstract record SaveOutcome
{
    private SaveOutcome() { }

    /// <summary>Stored, or the same as before.</summary>
    public sealed record Saved(StoredDefinition Definition, bool IsChanged) : SaveOutcome;

    /// <summary>Somebody else saved meanwhile; nothing was stored.</summary>
    /// <param name="Newest">What is there now.</param>
    public sealed record Overtaken(DefinitionVersion Newest) : SaveOutcome;
}

/// <summary>What became of publishing.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome() { }

    /// <summary>Published.</summary>
    public sealed record Published(DefinitionVersion Version) : PublishOutcome;

    /// <summary>It is published already.</summary>
    public sealed record AlreadyPublished(DefinitionVersion Version) : PublishOutcome;

    /// <summary>It cannot run.</summary>
    public sealed record Refused(IReadOnlyList<DefinitionFault> Faults) : PublishOutcome;

    /// <summary>It changed or went after it was looked at.</summary>
    public sealed record Overtaken : PublishOutcome;
}
