using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

internal sealed class DefinitionStore(Database database, WorkflowCompiler compiler, TimeProvider clock) : IDefinitionStore
{
    private readonly ConcurrentDictionary<string, CompiledWorkflow> _compiled = new(StringComparer.Ordinal);

    public async Task<ImportOutcome> ImportAsync(ReadOnlyMemory<byte> json, string source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        switch (DefinitionReader.Read(json))
        {
            case DefinitionReading.Unreadable unreadable:
                return new ImportOutcome.Refused(unreadable.Faults);
            case DefinitionReading.Read { Definition: { DefinitionId: { Length: > 0 } definitionId } definition }:
                return await ImportAsync(definition, definitionId, source, cancellationToken);
            default:
                return new ImportOutcome.Refused(
                    [new DefinitionFault("missing-id", "$.definitionId", null, "Expected a definitionId, but there is none; give the definition a stable one.")]);
        }
    }

    public async Task<CompiledWorkflow?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken) =>
        await NewestAsync(definitionId, cancellationToken) is { Version: > 0 } newest ? await GetAsync(newest.VersionId, cancellationToken) : null;

    public ValueTask<CompiledWorkflow> GetAsync(string versionId, CancellationToken cancellationToken) =>
        _compiled.TryGetValue(versionId, out var workflow) ? ValueTask.FromResult(workflow) : new(ReadAsync(versionId, cancellationToken));

    private async Task<ImportOutcome> ImportAsync(
        WorkflowDefinition definition, string definitionId, string source, CancellationToken cancellationToken)
    {
        var hash = DefinitionContent.Hash(definition.Json);
        while (true)
        {
            var newest = await NewestAsync(definitionId, cancellationToken);
            if (newest.ContentHash == hash) return new ImportOutcome.Unchanged(newest.VersionId, newest.Version);
            var version = newest.Version + 1;
            var versionId = $"{definitionId}:{version}";
            switch (compiler.Compile(definition, definitionId, versionId, version))
            {
                case CompilationResult.Refused refused:
                    return new ImportOutcome.Refused(refused.Faults);
                case CompilationResult.Compiled compiled:
                    // Another node may import at the same moment; whoever comes second looks at what the first one stored.
                    if (!await InsertAsync(definition, definitionId, versionId, version, hash, source, cancellationToken)) continue;
                    _compiled[versionId] = compiled.Workflow;
                    return new ImportOutcome.Imported(versionId, version);
                default:
                    throw new UnreachableException();
            }
        }
    }

    private async Task<bool> InsertAsync(
        WorkflowDefinition definition, string definitionId, string versionId, int version, string hash, string source, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            INSERT INTO definition_versions (version_id, definition_id, version, content_hash, json, source, is_published, imported_at)
            VALUES (@id, @definition, @version, @hash, @json, @source, @published, @at) ON CONFLICT DO NOTHING
            """,
            [
                ("@id", versionId), ("@definition", definitionId), ("@version", (long)version), ("@hash", hash),
                ("@json", JsonSerializer.SerializeToUtf8Bytes(definition.Json)), ("@source", source), ("@published", true),
                ("@at", database.Instant(clock.GetUtcNow())),
            ],
            cancellationToken) == 1;

    private async Task<(string VersionId, int Version, string ContentHash)> NewestAsync(string definitionId, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            "SELECT version_id, version, content_hash FROM definition_versions WHERE definition_id = @definition AND is_published = @published ORDER BY version DESC LIMIT 1",
            [("@definition", definitionId), ("@published", true)],
            row => (VersionId: row.GetString(0), Version: (int)row.GetInt64(1), ContentHash: row.GetString(2)),
            cancellationToken)).FirstOrDefault();

    private async Task<CompiledWorkflow> ReadAsync(string versionId, CancellationToken cancellationToken)
    {
        var stored = await database.QueryAsync(
            "SELECT definition_id, version, json FROM definition_versions WHERE version_id = @id", [("@id", versionId)],
            row => (DefinitionId: row.GetString(0), Version: (int)row.GetInt64(1), Json: row.GetFieldValue<byte[]>(2)), cancellationToken);
        if (stored.Count == 0)
            throw new InvalidOperationException($"Expected the definition version '{versionId}', but there is none; import the definition.");
        var (definitionId, version, json) = stored[0];
        var compilation = DefinitionReader.Read(json) is DefinitionReading.Read read
            ? compiler.Compile(read.Definition, definitionId, versionId, version)
            : throw new InvalidOperationException($"Expected the stored version '{versionId}' to be a definition, but it cannot be read; restore the database.");
        return compilation switch
        {
            CompilationResult.Compiled compiled => _compiled.GetOrAdd(versionId, compiled.Workflow),
            CompilationResult.Refused refused => throw new InvalidOperationException(
                $"Expected the stored version '{versionId}' to run, but {refused.Faults[0].Message} ({refused.Faults[0].Path}); bring back what it uses."),
            _ => throw new UnreachableException(),
        };
    }
}
