using System.Collections.Concurrent;
using System.Diagnostics;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

internal sealed class DefinitionStore(Database database, DefinitionTable table, WorkflowCompiler compiler, TimeProvider clock) : IDefinitionStore
{
    private readonly ConcurrentDictionary<string, CompiledWorkflow> _compiled = new(StringComparer.Ordinal);

    public async Task<ImportOutcome> ImportAsync(ReadOnlyMemory<byte> json, string source, string? legalBasis, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        switch (DefinitionReader.Read(json))
        {
            case DefinitionReading.Unreadable unreadable:
                return new ImportOutcome.Refused(unreadable.Faults);
            case DefinitionReading.Read { Definition: { DefinitionId: { Length: > 0 } definitionId } definition }:
                return await ImportAsync(definition, definitionId, source, legalBasis, cancellationToken);
            default:
                return new ImportOutcome.Refused(
                    [new DefinitionFault("missing-id", "$.definitionId", null, "Expected a definitionId, but there is none; give the definition a stable one.")]);
        }
    }

    public async Task<CompiledWorkflow?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            """
            SELECT version_id FROM definition_versions
            WHERE definition_id = @definition AND is_published = @published AND (valid_from IS NULL OR valid_from <= @now) ORDER BY version DESC LIMIT 1
            """,
            [("@definition", definitionId), ("@published", true), ("@now", database.Instant(clock.GetUtcNow()))], row => row.GetString(0), cancellationToken);
        return rows.Count == 0 ? null : await GetAsync(rows[0], cancellationToken);
    }

    public ValueTask<CompiledWorkflow> GetAsync(string versionId, CancellationToken cancellationToken) =>
        _compiled.TryGetValue(versionId, out var workflow) ? ValueTask.FromResult(workflow) : new(ReadAsync(versionId, cancellationToken));

    /// <summary>
    /// The file counts as newer when it says something else than it said when it was last read or written. What was published in the designer since then stays
    /// published until the file changes; a draft goes on as the newest version, so that nobody's work is lost.
    /// </summary>
    private async Task<ImportOutcome> ImportAsync(
        WorkflowDefinition file, string definitionId, string source, string? legalBasis, CancellationToken cancellationToken)
    {
        while (true)
        {
            var versions = await table.ListAsync(definitionId, cancellationToken);
            var content = DefinitionContent.Normalize(file.Json, definitionId, before: null);
            var hash = DefinitionContent.Hash(content.Json);
            var published = versions.FirstOrDefault(version => version.IsPublished);
            var fromFile = versions.FirstOrDefault(version => version.IsInFile);
            if (published is not null && (published.ContentHash == hash || fromFile?.ContentHash == hash))
            {
                if (published.ContentHash == hash && !published.IsInFile) await table.MarkInFileAsync(published.VersionId, cancellationToken);
                return new ImportOutcome.Unchanged(published.VersionId, published.Version);
            }

            var number = await table.HighestAsync(definitionId, cancellationToken) + 1;
            var versionId = DefinitionNames.VersionId(definitionId, number);
            switch (compiler.Compile(content, definitionId, versionId, number))
            {
                case CompilationResult.Refused refused:
                    return new ImportOutcome.Refused(refused.Faults);
                case CompilationResult.Compiled compiled:
                    // Another node may import at the same moment; whoever comes second looks at what the first one stored.
                    var at = clock.GetUtcNow();
                    var version = Imported(content, definitionId, versionId, number, hash, source, legalBasis, at);
                    if (!await table.InsertAsync(version, content, at, cancellationToken)) continue;
                    _compiled[versionId] = compiled.Workflow;
                    if (versions is [{ IsFrozen: false } draft, ..]) await KeepOnTopAsync(draft, number + 1, cancellationToken);
                    return new ImportOutcome.Imported(versionId, number);
                default:
                    throw new UnreachableException();
            }
        }
    }

    private static DefinitionVersion Imported(
        WorkflowDefinition content, string definitionId, string versionId, int number, string hash, string source, string? legalBasis, DateTimeOffset at) => new()
        {
            VersionId = versionId,
            DefinitionId = definitionId,
            Version = number,
            Revision = 1,
            ContentHash = hash,
            Name = DefinitionNames.Of(content),
            Description = content.Description,
            CreatedAt = at,
            IsFrozen = true,
            Source = source,
            IsInFile = true,
            SavedBy = source,
            Publication = new Publication(source, $"Read from {source}.", legalBasis, null, at),
        };

    /// <summary>A draft goes on above the version that came from the file; its old place is hidden, so that an editor still open on it is told.</summary>
    private async Task KeepOnTopAsync(DefinitionVersion draft, int number, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(draft.VersionId, cancellationToken) is not { } found
            || DefinitionReader.Read(found.Json) is not DefinitionReading.Read read) return;
        var copy = draft with { VersionId = DefinitionNames.VersionId(draft.DefinitionId, number), Version = number, Revision = 1, SavedIn = null, Source = DefinitionVersion.KeptAboveFile };
        if (await table.InsertAsync(copy, read.Definition, clock.GetUtcNow(), cancellationToken))
            await table.HideAsync(draft.VersionId, null, clock.GetUtcNow(), cancellationToken);
    }

    private async Task<CompiledWorkflow> ReadAsync(string versionId, CancellationToken cancellationToken)
    {
        var stored = await database.QueryAsync(
            "SELECT definition_id, version, json, is_frozen FROM definition_versions WHERE version_id = @id", [("@id", versionId)],
            row => (DefinitionId: row.GetString(0), Version: (int)row.GetInt64(1), Json: row.GetFieldValue<byte[]>(2), IsFrozen: row.GetBoolean(3)), cancellationToken);
        if (stored.Count == 0)
            throw new InvalidOperationException($"Expected the definition version '{versionId}', but there is none; import the definition.");
        var (definitionId, version, json, isFrozen) = stored[0];
        var compilation = DefinitionReader.Read(json) is DefinitionReading.Read read
            ? compiler.Compile(read.Definition, definitionId, versionId, version)
            : throw new InvalidOperationException($"Expected the stored version '{versionId}' to be a definition, but it cannot be read; restore the database.");
        return compilation switch
        {
            // A draft may change under the same id.
            CompilationResult.Compiled compiled => isFrozen ? _compiled.GetOrAdd(versionId, compiled.Workflow) : compiled.Workflow,
            CompilationResult.Refused refused => throw new InvalidOperationException(
                $"Expected the stored version '{versionId}' to run, but {refused.Faults[0].Message} ({refused.Faults[0].Path}); bring back what it uses."),
            _ => throw new UnreachableException(),
        };
    }
}
