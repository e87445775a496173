using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Runtime.Definitions;

/// <summary>Definition versions: kept for ever, because cases keep the version they started with.</summary>
public interface IDefinitionStore
{
    /// <summary>
    /// Stores a definition read from a file as a new published version, when its content differs from the newest published one; running cases keep theirs.
    /// </summary>
    /// <param name="json">Elsa 3.8 definition JSON, UTF-8.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImportOutcome> ImportAsync(ReadOnlyMemory<byte> json, string source, CancellationToken cancellationToken);

    /// <summary>The published version of a definition, compiled, or null.</summary>
    Task<CompiledWorkflow?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>A version, compiled once and cached.</summary>
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

    /// <summary>Refused; nothing was stored.</summary>
    /// <param name="Faults">Each with a JSON path and what to do.</param>
    public sealed record Refused(IReadOnlyList<Workflows.Definitions.DefinitionFault> Faults) : ImportOutcome;
}
