using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Snapshots;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>Folds a case from its newest snapshot and the journal behind it, or from the journal alone.</summary>
internal sealed class CaseLoader(JournalRows journal, SnapshotStore snapshots, IWorkflowEngine engine, IDefinitionStore definitions)
{
    /// <summary>The case up to its last entry, or null when it has none or was erased.</summary>
    public async Task<LoadedCase?> LoadAsync(CaseId caseId, CancellationToken cancellationToken) =>
        await FoldAsync(caseId, await FromSnapshotAsync(caseId, cancellationToken), null, cancellationToken);

    /// <summary>The case up to the last entry at or before a moment, from the journal alone; null when it has no entry by then or was erased.</summary>
    public Task<LoadedCase?> ReplayAsync(CaseId caseId, DateTimeOffset? until, CancellationToken cancellationToken) =>
        FoldAsync(caseId, null, until, cancellationToken);

    /// <summary>The case with its version as it can run now: what was refused when it was loaded may be known again.</summary>
    public async Task<LoadedCase> MendAsync(LoadedCase loaded, CancellationToken cancellationToken) =>
        loaded with { Workflow = await definitions.GetAsync(loaded.State.Started.VersionId, cancellationToken) };

    private async Task<LoadedCase?> FromSnapshotAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        if (await snapshots.FindAsync(caseId, cancellationToken) is not var (snapshot, sequence, hash, key)) return null;
        var workflow = await definitions.GetAsync(snapshot.State.Started.VersionId, cancellationToken);
        return new LoadedCase(workflow, snapshot.State, sequence, hash, snapshot.StartedAt, key);
    }

    private async Task<LoadedCase?> FoldAsync(CaseId caseId, LoadedCase? loaded, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entries = await journal.ReadAsync(caseId, loaded?.Sequence ?? 0, JournalRows.Page, cancellationToken);
            foreach (var entry in entries)
            {
                if (entry.At > until) return loaded;
                if (entry.Reading == EntryReading.Erased) return null;
                loaded = await FoldAsync(loaded, entry, cancellationToken);
            }

            if (entries.Count < JournalRows.Page) return loaded;
        }
    }

    private async ValueTask<LoadedCase> FoldAsync(LoadedCase? loaded, JournalEntry entry, CancellationToken cancellationToken)
    {
        var change = entry.Event();
        var workflow = loaded?.Workflow ?? (change is CaseStarted started
            ? await definitions.GetAsync(started.VersionId, cancellationToken)
            : throw new InvalidOperationException(
                $"Expected the journal of case {entry.CaseId} to begin with {nameof(CaseStarted)}, but it begins with {entry.Kind}; verify its chain."));
        var state = engine.Apply(workflow, loaded?.State, entry.CaseId, change);
        if (change is CaseMigrated migrated) workflow = await definitions.GetAsync(migrated.VersionId, cancellationToken);
        return new LoadedCase(workflow, state, entry.Sequence, entry.Hash, loaded?.StartedAt ?? entry.At, entry.Key ?? loaded?.Key);
    }
}
