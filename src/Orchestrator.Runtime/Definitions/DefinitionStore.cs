using System.Collections.Concurrent;
using System.Diagnostics;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Activities.Triggers;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Definitions;

internal sealed class DefinitionStore(
    Database database, DefinitionTable table, WorkflowCompiler compiler, WorkflowActivitySource activities, Func<ConsumerUpdates> consumers, TimeProvider clock,
    WorkflowEngineOptions options) : IDefinitionStore
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
                var outcome = await ImportAsync(definition, definitionId, source, legalBasis, cancellationToken);
                if (outcome is ImportOutcome.Imported) await consumers().RunAsync(cancellationToken);
                return outcome;
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
    /// Stores a version that differs from the one before only in the versions of the workflows it uses. It counts as the same content, so that the file it once came
    /// from does not take it back at the next start.
    /// </summary>
    /// <param name="versionId">The newest published version, which it follows; when that is no longer the newest, nothing is stored.</param>
    /// <param name="definition">The new version.</param>
    /// <param name="source">Why, for messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<ImportOutcome> FollowAsync(string versionId, WorkflowDefinition definition, string source, CancellationToken cancellationToken)
    {
        var number = await table.HighestAsync(definition.DefinitionId!, cancellationToken) + 1;
        var versions = await table.ListAsync(definition.DefinitionId!, cancellationToken);
        var newest = versions.First(version => version.IsPublished);
        var record = new Publication(source, source, newest.Publication?.LegalBasis, null, clock.GetUtcNow());
        return newest.VersionId == versionId
            ? await StoreAsync(definition, number, versions, newest.ContentHash, newest.IsInFile, source, record, cancellationToken) ?? new ImportOutcome.Unchanged(versionId, newest.Version)
            : new ImportOutcome.Unchanged(newest.VersionId, newest.Version);
    }

    /// <summary>
    /// Compiles a version for publishing, with all that is asked of one beside running: a name of its own as an activity, and start triggers that can be met. What a
    /// used workflow's version was taken for is written into the definition, so that it never means another one later.
    /// </summary>
    internal async Task<Prepared> PrepareAsync(WorkflowDefinition definition, string definitionId, string versionId, int version, CancellationToken cancellationToken)
    {
        await activities.RefreshAsync(cancellationToken);
        if (Misuse(definition, definitionId) is { } fault) return new Prepared(definition, null, [fault]);
        var result = compiler.Compile(definition, definitionId, versionId, version);
        if (result is CompilationResult.Compiled { Workflow.Uses: var uses } && !uses.All(use => use.IsAsWritten))
        {
            definition = ((DefinitionReading.Read)DefinitionReader.Read(WorkflowUses.Pin(definition, uses))).Definition;
            result = compiler.Compile(definition, definitionId, versionId, version);
        }

        return result switch
        {
            CompilationResult.Refused refused => new Prepared(definition, null, refused.Faults),
            CompilationResult.Compiled compiled => StartTriggers.Of(compiled.Workflow, clock.GetUtcNow(), options).Faults is [_, ..] faults
                ? new Prepared(definition, null, faults)
                : new Prepared(definition, compiled.Workflow, []),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>
    /// The file counts as newer when it says something else than it said when it was last read or written. What was published in the designer since then stays
    /// published until the file changes; a draft goes on as the newest version, so that nobody's work is lost.
    /// </summary>
    private async Task<ImportOutcome> ImportAsync(
        WorkflowDefinition file, string definitionId, string source, string? legalBasis, CancellationToken cancellationToken)
    {
        var content = DefinitionContent.Normalize(file.Json, definitionId, before: null);
        var hash = DefinitionContent.Hash(content.Json);
        while (true)
        {
            // In this order: what another node stores meanwhile is among the versions, so it is not taken for withdrawn, or it has the number.
            var number = await table.HighestAsync(definitionId, cancellationToken) + 1;
            var known = await table.OfFileAsync(definitionId, hash, cancellationToken);
            var versions = await table.ListAsync(definitionId, cancellationToken);
            var published = versions.FirstOrDefault(version => version.IsPublished);
            if (known is not null)
            {
                // Nothing new: what people did since then stays, publishing as well as withdrawing.
                if (!known.IsInFile) await table.MarkInFileAsync(known.VersionId, cancellationToken);
                return published is null ? new ImportOutcome.Withdrawn(known.VersionId, known.Version) : new ImportOutcome.Unchanged(published.VersionId, published.Version);
            }

            if (published?.ContentHash == hash) return new ImportOutcome.Unchanged(published.VersionId, published.Version);

            // Another node may import at the same moment; whoever comes second looks at what the first one stored.
            var record = new Publication(source, $"Read from {source}.", legalBasis, null, clock.GetUtcNow());
            if (await StoreAsync(content, number, versions, hash, isInFile: true, source, record, cancellationToken) is { } outcome) return outcome;
        }
    }

    /// <returns>Null when the version is taken.</returns>
    private async Task<ImportOutcome?> StoreAsync(
        WorkflowDefinition definition, int number, IReadOnlyList<DefinitionVersion> versions, string hash, bool isInFile, string source, Publication record,
        CancellationToken cancellationToken)
    {
        var definitionId = definition.DefinitionId!;
        var versionId = DefinitionNames.VersionId(definitionId, number);
        var prepared = await PrepareAsync(definition, definitionId, versionId, number, cancellationToken);
        if (prepared.Workflow is not { } workflow) return new ImportOutcome.Refused(prepared.Faults);
        var version = new DefinitionVersion
        {
            VersionId = versionId,
            DefinitionId = definitionId,
            Version = number,
            Revision = 1,
            ContentHash = hash,
            Name = DefinitionNames.Of(prepared.Definition),
            Description = prepared.Definition.Description,
            CreatedAt = record.At,
            IsFrozen = true,
            Source = source,
            IsInFile = isInFile,
            SavedBy = source,
            Publication = record,
        };
        if (!await table.InsertAsync(version, prepared.Definition, record.At, cancellationToken)) return null;
        _compiled[versionId] = workflow;
        if (versions is [{ IsFrozen: false } draft, ..]) await KeepOnTopAsync(draft, number + 1, hash, cancellationToken);
        return new ImportOutcome.Imported(versionId, number);
    }

    /// <summary>
    /// A draft goes on above the version that came from the file; its old place is hidden, so that an editor still open on it is told. One that says what the file
    /// says has become that version.
    /// </summary>
    private async Task KeepOnTopAsync(DefinitionVersion draft, int number, string published, CancellationToken cancellationToken)
    {
        DefinitionVersion? copy = null;
        while (await table.FindAsync(draft.VersionId, cancellationToken) is { IsHidden: false, Version: { IsFrozen: false } seen } found
            && DefinitionReader.Read(found.Json) is DefinitionReading.Read { Definition: var content })
        {
            var at = clock.GetUtcNow();
            if (seen.ContentHash != published)
            {
                // An editor may save into the old place until it is hidden: the copy follows.
                if (copy is not null)
                {
                    if (await table.OverwriteAsync(copy, content, seen.ContentHash, seen.SavedBy ?? "", null, at, cancellationToken)) copy = copy with { Revision = copy.Revision + 1 };
                }
                else
                {
                    copy = seen with { VersionId = DefinitionNames.VersionId(draft.DefinitionId, number), Version = number, Revision = 1, SavedIn = null, Source = DefinitionVersion.KeptAboveFile };
                    if (!await table.InsertAsync(copy, content, at, cancellationToken)) return;
                }
            }

            if (await table.HideDraftAsync(seen, at, cancellationToken)) return;
        }
    }

    private DefinitionFault? Misuse(WorkflowDefinition definition, string definitionId) =>
        ActivationStrategies.Of(definition) is null
            ? new DefinitionFault("unknown-activation-strategy", $"{definition.Path}.options.activationStrategyType", definition.Name,
                "Expected an activation strategy that is known here (always, singleton, correlation, correlated singleton), but there is another; choose one in the settings.")
        : WorkflowsAsActivities.IsUsable(definition) && activities.HolderOf(WorkflowsAsActivities.TypeNameOf(definition), besides: definitionId) is { } holder
            ? new DefinitionFault("duplicate-activity-type", $"{definition.Path}.name", definition.Name,
                $"Expected a name of its own for a workflow that is used as an activity, but '{holder}' makes the activity type {WorkflowsAsActivities.TypeNameOf(definition)} already; rename one.")
            : null;

    private async Task<CompiledWorkflow> ReadAsync(string versionId, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(versionId, cancellationToken) is not { } stored)
            throw new InvalidOperationException($"Expected the definition version '{versionId}', but there is none; import the definition.");
        await activities.EnsureAsync(cancellationToken);
        var compilation = DefinitionReader.Read(stored.Json) is DefinitionReading.Read read
            ? compiler.CompileStored(read.Definition, stored.Version.DefinitionId, versionId, stored.Version.Version)
            : throw new InvalidOperationException($"Expected the stored version '{versionId}' to be a definition, but it cannot be read; restore the database.");
        return compilation switch
        {
            // A draft may change under the same id, and what is refused may be known again (an agency's document comes back).
            CompilationResult.Compiled compiled => stored.Version.IsFrozen && compiled.Workflow.Refusals.IsEmpty ? _compiled.GetOrAdd(versionId, compiled.Workflow) : compiled.Workflow,
            CompilationResult.Refused refused => throw new InvalidOperationException(
                $"Expected the stored version '{versionId}' to run, but {refused.Faults[0].Message} ({refused.Faults[0].Path}); bring back what it uses."),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>A definition as it would be published.</summary>
    /// <param name="Definition">With the versions of what it uses.</param>
    /// <param name="Workflow">Ready to run; null when it cannot be published.</param>
    /// <param name="Faults">Why not.</param>
    internal sealed record Prepared(WorkflowDefinition Definition, CompiledWorkflow? Workflow, IReadOnlyList<DefinitionFault> Faults);
}
