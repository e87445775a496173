using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Runtime.Definitions;

/// <summary>Definition versions: kept for ever, because cases keep the version they started with.</summary>
public interface IDefinitionStore
{
    /// <summary>
    /// Stores a definition read from a file as a new published version, when the file says something else than when it was last read or written; running
    /// cases keep theirs, and an unpublished draft stays the newest version.
    /// </summary>
    /// <param name="json">Elsa 3.8 definition JSON, UTF-8.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="legalBasis">What goes on record as its legal basis, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImportOutcome> ImportAsync(ReadOnlyMemory<byte> json, string source, string? legalBasis, CancellationToken cancellationToken);

    /// <summary>The same without a legal basis.</summary>
    Task<ImportOutcome> ImportAsync(ReadOnlyMemory<byte> json, string source, CancellationToken cancellationToken) => ImportAsync(json, source, null, cancellationToken);

    /// <summary>The newest published version of a definition that is valid by now, compiled, or null. Look at its <see cref="CompiledWorkflow.Refusals"/> before a start.</summary>
    Task<CompiledWorkflow?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>A version, compiled once and cached. One that would no longer be published has <see cref="CompiledWorkflow.Refusals"/>: no case may be started on it.</summary>
    /// <exception cref="InvalidOperationException">There is no such version.</exception>
    ValueTask<CompiledWorkflow> GetAsync(string versionId, CancellationToken cancellationToken);
}

/// <summary>What became of an import.</summary>
public abstract record ImportOutcome
{
    private ImportOutcome() { }

    /// <summary>A new version was published.</summary>
    public sealed record Imported(string VersionId, int Version) : ImportOutcome;

    /// <summary>The newest published version has the same content.</summary>
    public sealed record Unchanged(string VersionId, int Version) : ImportOutcome;

    /// <summary>The file says what it said when it was last read or written, and since then its version was withdrawn or deleted: that stays so until the file changes.</summary>
    public sealed record Withdrawn(string VersionId, int Version) : ImportOutcome;

    /// <summary>Refused; nothing was stored.</summary>
    /// <param name="Faults">Each with a JSON path and what to do.</param>
    public sealed record Refused(IReadOnlyList<Workflows.Definitions.DefinitionFault> Faults) : ImportOutcome;
}
