using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

internal sealed class DefinitionLibrary(DefinitionTable table, DefinitionStore store, Func<ConsumerUpdates> consumers, TimeProvider clock) : IDefinitionLibrary
{
    public Task<IReadOnlyList<DefinitionVersion>> ListAsync(CancellationToken cancellationToken) => table.ListAsync(null, cancellationToken);

    public Task<IReadOnlyList<DefinitionVersion>> HistoryAsync(string definitionId, CancellationToken cancellationToken) =>
        table.ListAsync(definitionId, cancellationToken);

    public async Task<StoredDefinition?> ReadAsync(string versionId, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(versionId, cancellationToken) is not { } found) return null;
        var json = JsonElement.Parse(found.Json);
        if (found.IsHidden) return new StoredDefinition(found.Version, json);
        var shown = (await HistoryAsync(found.Version.DefinitionId, cancellationToken)).FirstOrDefault(version => version.VersionId == versionId);
        return new StoredDefinition(shown is null ? found.Version : found.Version with { IsLatest = shown.IsLatest, IsPublished = shown.IsPublished }, json);
    }

    public async Task<SaveOutcome> SaveAsync(DefinitionDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        while (true)
        {
            var newest = await HistoryAsync(draft.DefinitionId, cancellationToken) is [var first, ..] ? first : null;
            var before = newest is null ? null : await ReadAsync(newest.VersionId, cancellationToken);
            var content = DefinitionContent.Normalize(draft.Json, draft.DefinitionId, before?.Json);
            var hash = DefinitionContent.Hash(content.Json);
            if (before is not null && (hash == before.Version.ContentHash || hash == DefinitionContent.Hash(before.Json))) return new SaveOutcome.Saved(before, IsChanged: false);
            if (newest is not null && IsOvertaken(newest, draft)) return new SaveOutcome.Overtaken(newest);

            var at = clock.GetUtcNow();
            string versionId;
            if (newest is { IsFrozen: false })
            {
                versionId = newest.VersionId;
                if (!await table.OverwriteAsync(newest, content, hash, draft.Author, draft.Editor, at, cancellationToken)) continue;
            }
            else
            {
                var number = await table.HighestAsync(draft.DefinitionId, cancellationToken) + 1;
                versionId = DefinitionNames.VersionId(draft.DefinitionId, number);
                var version = new DefinitionVersion
                {
                    VersionId = versionId,
                    DefinitionId = draft.DefinitionId,
                    Version = number,
                    Revision = 1,
                    ContentHash = hash,
                    Name = DefinitionNames.Of(content),
                    Description = content.Description,
                    CreatedAt = at,
                    IsFrozen = false,
                    Source = DefinitionVersion.Designer,
                    IsInFile = false,
                    SavedBy = draft.Author,
                    SavedIn = draft.Editor,
                };
                if (!await table.InsertAsync(version, content, at, cancellationToken)) continue;
            }

            if (await ReadAsync(versionId, cancellationToken) is { } saved) return new SaveOutcome.Saved(saved, IsChanged: true);
        }
    }

    public async Task<PublishOutcome> PublishAsync(DefinitionVersion seen, Publication publication, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (await ReadAsync(seen.VersionId, cancellationToken) is not { } now || now.Version.Revision != seen.Revision) return new PublishOutcome.Overtaken();
        if (now.Version.IsPublished) return new PublishOutcome.AlreadyPublished(now.Version);
        if (DefinitionReader.Read(now.Json) is not DefinitionReading.Read read) return new PublishOutcome.Refused(((DefinitionReading.Unreadable)DefinitionReader.Read(now.Json)).Faults);
        var prepared = await store.PrepareAsync(read.Definition, seen.DefinitionId, seen.VersionId, seen.Version, cancellationToken);
        if (prepared.Workflow is null) return new PublishOutcome.Refused(prepared.Faults);
        if (!await table.PublishAsync(seen, prepared.Definition, DefinitionContent.Hash(prepared.Definition.Json), publication, cancellationToken)) return new PublishOutcome.Overtaken();
        await consumers().RunAsync(cancellationToken);
        return new PublishOutcome.Published((await HistoryAsync(seen.DefinitionId, cancellationToken)).First(version => version.VersionId == seen.VersionId));
    }

    public Task<bool> RetractAsync(string definitionId, CancellationToken cancellationToken) =>
        FollowedAsync(table.RetractAsync(definitionId, cancellationToken), cancellationToken);

    public Task<bool> DeleteAsync(string definitionId, CancellationToken cancellationToken) =>
        FollowedAsync(table.HideAsync(null, definitionId, clock.GetUtcNow(), cancellationToken), cancellationToken);

    public Task<bool> DeleteVersionAsync(string versionId, CancellationToken cancellationToken) =>
        FollowedAsync(table.HideAsync(versionId, null, clock.GetUtcNow(), cancellationToken), cancellationToken);

    public Task<bool> FreezeAsync(DefinitionVersion seen, CancellationToken cancellationToken) => table.FreezeAsync(seen, cancellationToken);

    public Task MarkInFileAsync(string versionId, CancellationToken cancellationToken) => table.MarkInFileAsync(versionId, cancellationToken);

    /// <summary>Palette, schedules and start triggers follow what is no longer published.</summary>
    private async Task<bool> FollowedAsync(Task<bool> change, CancellationToken cancellationToken)
    {
        var isChanged = await change;
        if (isChanged) await consumers().RunAsync(cancellationToken);
        return isChanged;
    }

    /// <summary>
    /// Somebody else saved after what this author saw. Auto-save sends the next change before the answer to the last one has arrived, so what the same
    /// editor window saved itself never counts; a client that says nothing about what it saw is believed, as by an Elsa server.
    /// </summary>
    private static bool IsOvertaken(DefinitionVersion newest, DefinitionDraft draft)
    {
        if (draft.Base is not { } seen) return false;
        if (seen.VersionId == newest.VersionId && (seen.Revision is null || seen.Revision == newest.Revision)) return false;
        return draft.Editor is null || newest.SavedIn != draft.Editor;
    }
}
