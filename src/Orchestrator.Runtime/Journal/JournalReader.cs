using System.Runtime.CompilerServices;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

internal sealed class JournalReader(JournalRows rows, CaseLoader loader, JournalFeed feed) : IJournalReader
{
    // On a standby nothing is announced, so a follower looks by itself now and then.
    private static readonly TimeSpan Unannounced = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(CaseId caseId, long after, int limit, CancellationToken cancellationToken) =>
        await rows.ReadAsync(caseId, after, limit, cancellationToken);

    public async Task<CaseState?> ReplayAsync(CaseId caseId, DateTimeOffset? at, CancellationToken cancellationToken) =>
        (await loader.ReplayAsync(caseId, at, cancellationToken))?.State;

    public async IAsyncEnumerable<JournalEntry> FollowAsync(CaseId caseId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = feed.NextAsync(caseId);
            var entries = await rows.ReadAsync(caseId, after, JournalRows.Page, cancellationToken);
            if (entries.Count > 0) await ShownAsync(caseId, entries[^1].Sequence, cancellationToken);
            foreach (var entry in entries)
            {
                after = entry.Sequence;
                yield return entry;
            }

            if (entries.Count > 0) continue;
            await Task.WhenAny(next, Task.Delay(Unannounced, TimeProvider.System, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// Waits until the case in memory has a durable entry too: who is told of the entry asks for the case, and would not be told again when the answer were
    /// from before it. Not for ever, because a follower of a case that has fallen behind in memory must still hear of it.
    /// </summary>
    private async Task ShownAsync(CaseId caseId, long sequence, CancellationToken cancellationToken)
    {
        Task? patience = null;
        while (patience is not { IsCompleted: true })
        {
            var next = feed.NextAsync(caseId);
            if (feed.Shown?.Invoke(caseId) is not { } shown || shown >= sequence) return;
            await Task.WhenAny(next, patience ??= Task.Delay(Unannounced, TimeProvider.System, cancellationToken));
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
