using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Activities.Triggers;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

internal sealed class DefinitionStore(
    Database database, WorkflowCompiler compiler, WorkflowActivitySource activities, Func<ConsumerUpdates> consumers, TimeProvider clock) : IDefinitionStore
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
                var outcome = await ImportAsync(definition, definitionId, source, cancellationToken);
                if (outcome is ImportOutcome.Imported) await consumers().RunAsync(cancellationToken);
                return outcome;
            default:
                return new ImportOutcome.Refused(
                    [new DefinitionFault("missing-id", "$.definitionId", null, "Expected a definitionId, but there is none; give the definition a stable one.")]);
        }
    }

    public async Task<CompiledWorkflow?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken) =>
        await NewestAsync(definitionId, cancellationToken) is { Version: > 0 } newest ? await GetAsync(newest.VersionId, cancellationToken) : null;

    public ValueTask<CompiledWorkflow> GetAsync(string versionId, CancellationToken cancellationToken) =>
        _compiled.TryGetValue(versionId, out var workflow) ? ValueTask.FromResult(workflow) : new(ReadAsync(versionId, cancellationToken));

    /// <summary>
    /// Stores a version that differs from the one before only in the versions of the workflows it uses. It counts as the same content, so that the file it once came
    /// from does not take it back at the next start.
    /// </summary>
    /// <param name="versionId">The newest published version, which it follows; when that is no longer the newest, nothing is stored.</param>
    /// <param name="definition">The new version.</param>
    /// <param name="source">Why, for messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<ImportOutcome> FollowAsync(string versionId, WorkflowDefinition definition, string source, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(definition.DefinitionId!, cancellationToken);
        return newest.VersionId == versionId
            ? await StoreAsync(definition, definition.DefinitionId!, newest.Version + 1, newest.ContentHash, source, cancellationToken) ?? new ImportOutcome.Unchanged(versionId, newest.Version)
            : new ImportOutcome.Unchanged(newest.VersionId, newest.Version);
    }

    private async Task<ImportOutcome> ImportAsync(
        WorkflowDefinition definition, string definitionId, string source, CancellationToken cancellationToken)
    {
        var hash = DefinitionContent.Hash(definition.Json);
        await activities.RefreshAsync(cancellationToken);
        while (true)
        {
            var newest = await NewestAsync(definitionId, cancellationToken);
            if (newest.ContentHash == hash) return new ImportOutcome.Unchanged(newest.VersionId, newest.Version);

            // Another node may import at the same moment; whoever comes second looks at what the first one stored.
            if (await StoreAsync(definition, definitionId, newest.Version + 1, hash, source, cancellationToken) is { } outcome) return outcome;
        }
    }

    /// <returns>Null when the version is taken.</returns>
    private async Task<ImportOutcome?> StoreAsync(
        WorkflowDefinition definition, string definitionId, int version, string hash, string source, CancellationToken cancellationToken)
    {
        if (Misuse(definition, definitionId) is { } fault) return new ImportOutcome.Refused([fault]);
        var versionId = $"{definitionId}:{version}";
        switch (Compile(ref definition, definitionId, versionId, version))
        {
            case CompilationResult.Refused refused:
                return new ImportOutcome.Refused(refused.Faults);
            case CompilationResult.Compiled compiled:
                if (StartTriggers.Of(compiled.Workflow, clock.GetUtcNow()).Faults is [_, ..] faults) return new ImportOutcome.Refused(faults);
                if (!await InsertAsync(definition, definitionId, versionId, version, hash, source, cancellationToken)) return null;
                _compiled[versionId] = compiled.Workflow;
                return new ImportOutcome.Imported(versionId, version);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Compiles; what a used workflow's version was taken for is written into the definition, so that it never means another one later.</summary>
    private CompilationResult Compile(ref WorkflowDefinition definition, string definitionId, string versionId, int version)
    {
        var result = compiler.Compile(definition, definitionId, versionId, version);
        if (result is not CompilationResult.Compiled { Workflow.Uses: var uses } || uses.All(use => use.IsAsWritten)) return result;
        definition = ((DefinitionReading.Read)DefinitionReader.Read(WorkflowUses.Pin(definition, uses))).Definition;
        return compiler.Compile(definition, definitionId, versionId, version);
    }

    private DefinitionFault? Misuse(WorkflowDefinition definition, string definitionId) =>
        ActivationStrategies.Of(definition) is null
            ? new DefinitionFault("unknown-activation-strategy", $"{definition.Path}.options.activationStrategyType", definition.Name,
                "Expected an activation strategy that is known here (always, singleton, correlation, correlated singleton), but there is another; choose one in the settings.")
        : WorkflowsAsActivities.IsUsable(definition) && activities.HolderOf(WorkflowsAsActivities.TypeNameOf(definition), besides: definitionId) is { } holder
            ? new DefinitionFault("duplicate-activity-type", $"{definition.Path}.name", definition.Name,
                $"Expected a name of its own for a workflow that is used as an activity, but '{holder}' makes the activity type {WorkflowsAsActivities.TypeNameOf(definition)} already; rename one.")
            : null;

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
        await activities.EnsureAsync(cancellationToken);
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
