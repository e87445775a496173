using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>
/// Makes many decisions durable in one transaction and tells each of them what became of it. One that the database refuses is found and
/// refused alone; one whose transaction ended in doubt is answered only after reading what is there.
/// </summary>
/// <param name="store">Where to.</param>
/// <param name="clock">Real time: an outage passes in real time, whatever time the cases live in.</param>
/// <param name="logger">Where outages are told.</param>
/// <param name="lost">Set when this node may no longer write.</param>
/// <param name="abandoned">Set when the process ends and can wait for the database no longer.</param>
internal sealed partial class GroupCommit(
    ICommitStore store, TimeProvider clock, ILogger logger, CancellationToken lost, CancellationToken abandoned)
{
    private readonly List<PendingCommit> _deferred = [];
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Settles every commit of the batch.</summary>
    public async Task RunAsync(IReadOnlyList<PendingCommit> batch)
    {
        // One transaction can claim a key once; who repeats it must see the first one's outcome.
        var keys = new HashSet<(string, string)>();
        var repeated = new List<PendingCommit>();
        var first = new List<PendingCommit>(batch.Count);
        foreach (var commit in batch)
            (commit is StartCommit { Request.Key: { } key } && !keys.Add((key.Scope, key.Key)) ? repeated : first).Add(commit);
        _deferred.Clear();
        await WriteAsync(first);
        repeated.AddRange(_deferred);
        if (repeated.Count > 0) await RunAsync(repeated);
    }

    private async Task WriteAsync(List<PendingCommit> live)
    {
        var pause = FirstPause;
        while (live.Count > 0)
        {
            if (lost.IsCancellationRequested)
            {
                Settle(live, _ => new CommitVerdict.Stopped());
                return;
            }

            var doubtful = false;
            try
            {
                if (await TryAsync(live, () => doubtful = true)) return;
                continue;
            }
            catch (Exception cause) when (doubtful)
            {
                LogDoubt(logger, live.Count, cause);
                if (!await ResolveAsync(live)) return;
            }
            catch (Exception cause) when (store.IsTransient(cause))
            {
                LogDown(logger, live.Count, cause.Message);
                Expire(live, cause);
            }
            catch (Exception cause)
            {
                await IsolateAsync(live, cause);
                return;
            }

            await PauseAsync(pause, lost);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <returns>True when nothing is left to do; false when losers were taken out of <paramref name="live"/> and the rest must be tried again.</returns>
    private async Task<bool> TryAsync(List<PendingCommit> live, Action committing)
    {
        await using var transaction = await store.BeginAsync(CancellationToken.None);
        var epochs = await transaction.HoldEpochsAsync(live.Select(commit => commit.Shard).ToHashSet(), CancellationToken.None);
        Refuse(live, commit => epochs.GetValueOrDefault(commit.Shard) == commit.Epoch ? null : new CommitVerdict.Fenced());
        await ClaimKeysAsync(live, transaction);
        if (live.Count == 0) return true;
        if (await NumberAsync(live, transaction) is { } failed)
        {
            live.Remove(failed.Commit);
            failed.Commit.Settle(new CommitVerdict.Failed(failed.Cause));
            return false;
        }

        if (await RefuseNotAllowedAsync(live, transaction)) return live.Count == 0;
        var entries = live.SelectMany(commit => commit.Draft!.Entries).ToList();
        var written = await transaction.WriteAsync(entries, TableChanges.Group(live.SelectMany(commit => commit.Draft!.Rows)), CancellationToken.None);
        if (written < entries.Count)
        {
            await transaction.DisposeAsync();
            await RefuseTakenAsync(live);
            return false;
        }

        committing();
        await transaction.CommitAsync(CancellationToken.None);
        Settle(live, _ => new CommitVerdict.Committed());
        return true;
    }

    private static async Task ClaimKeysAsync(List<PendingCommit> live, ICommitTransaction transaction)
    {
        var claims = live.OfType<StartCommit>().Where(start => start.Request.Key is not null).Select(start => (start.Request.Key!, start.CaseId)).ToList();
        if (claims.Count == 0) return;
        var holders = await transaction.ClaimKeysAsync(claims, CancellationToken.None);
        Refuse(live, commit => commit is StartCommit { Request.Key: { } key } && holders.TryGetValue((key.Scope, key.Key), out var holder)
            ? new CommitVerdict.KeyTaken(holder)
            : null);
    }

    /// <summary>Gives every start its number. A start that cannot be prepared must not cost a number, so the transaction is given up for it.</summary>
    private async Task<(PendingCommit Commit, Exception Cause)?> NumberAsync(List<PendingCommit> live, ICommitTransaction transaction)
    {
        var starts = live.OfType<StartCommit>().ToList();
        if (starts.Count == 0) return null;
        var steps = starts.Where(start => start.Request.Counter is not null).CountBy(start => start.Request.Counter!.Name)
            .ToDictionary(pair => pair.Key, pair => (long)pair.Value, StringComparer.Ordinal);
        var ends = steps.Count == 0 ? null : await transaction.AdvanceCountersAsync(steps, CancellationToken.None);
        var next = steps.ToDictionary(step => step.Key, step => ends![step.Key] - step.Value + 1, StringComparer.Ordinal);
        foreach (var start in starts)
        {
            try
            {
                await start.PrepareAsync(start.Request.Counter is { } counter ? next[counter.Name]++ : 0);
            }
            catch (Exception cause) when (!store.IsTransient(cause))
            {
                return (start, cause);
            }
        }

        return null;
    }

    /// <summary>
    /// Takes out the starts that another case keeps from starting, and sets aside those that a start of the same batch may keep: what becomes of that one must be
    /// certain first. Their numbers are not used up, because the transaction is given up for them.
    /// </summary>
    /// <returns>True when some were taken out.</returns>
    private async Task<bool> RefuseNotAllowedAsync(List<PendingCommit> live, ICommitTransaction transaction)
    {
        var ruled = live.OfType<StartCommit>().Where(start => start.Prepared!.Rule is not null).OrderBy(start => start.Prepared!.Rule!.Key, StringComparer.Ordinal).ToList();
        if (ruled.Count == 0) return false;
        var first = ruled.DistinctBy(start => start.Prepared!.Rule!.Key).ToList();
        var later = ruled.Except(first).ToHashSet<PendingCommit>();
        var holders = new Dictionary<PendingCommit, CaseId>();
        foreach (var start in first)
        {
            if (await transaction.FindActiveAsync(start.Prepared!.Rule!, CancellationToken.None) is { } holder) holders[start] = holder;
        }

        _deferred.AddRange(later);
        live.RemoveAll(later.Contains);
        Refuse(live, commit => holders.TryGetValue(commit, out var holder) ? new CommitVerdict.NotAllowed(holder) : null);
        return later.Count > 0 || holders.Count > 0;
    }

    private async Task RefuseTakenAsync(List<PendingCommit> live)
    {
        var found = await FindAsync(live);
        if (found.Count == 0) throw new InvalidOperationException("Expected a taken sequence number among the batch, but every one is free.");
        Refuse(live, commit => found.ContainsKey(First(commit)) ? new CommitVerdict.Conflict() : null);
    }

    /// <summary>Reads whether a transaction that ended in doubt is durable, for as long as it takes.</summary>
    /// <returns>True when the commits left in <paramref name="live"/> are certain not to be stored.</returns>
    private async Task<bool> ResolveAsync(List<PendingCommit> live)
    {
        while (true)
        {
            try
            {
                var found = await FindAsync(live);
                Refuse(live, commit =>
                    found.TryGetValue(First(commit), out var hash) && commit.Draft!.Entries[0].Hash.Span.SequenceEqual(hash) ? new CommitVerdict.Committed() : null);
                return true;
            }
            catch (Exception cause) when (!abandoned.IsCancellationRequested)
            {
                LogStillInDoubt(logger, live.Count, cause.Message);
                await PauseAsync(LongestPause, abandoned);
            }
            catch (Exception)
            {
                foreach (var commit in live) commit.Abandon();
                live.Clear();
                return false;
            }
        }
    }

    private async Task IsolateAsync(List<PendingCommit> live, Exception cause)
    {
        if (live.Count == 1)
        {
            LogRefused(logger, live[0].CaseId, cause);
            live[0].Settle(new CommitVerdict.Failed(cause));
            return;
        }

        var half = live.Count / 2;
        await WriteAsync(live[..half]);
        await WriteAsync(live[half..]);
    }

    private void Expire(List<PendingCommit> live, Exception cause)
    {
        var now = clock.GetUtcNow();
        Refuse(live, commit => commit.Expires <= now
            ? new CommitVerdict.Unavailable($"Expected the database to answer, but it does not ({cause.Message}); try again later.")
            : null);
    }

    private Task<IReadOnlyDictionary<(CaseId CaseId, long Sequence), byte[]>> FindAsync(List<PendingCommit> live) =>
        store.FindAsync(live.Select(commit => commit.Shard).ToHashSet(), [.. live.Select(First)], CancellationToken.None);

    private static (CaseId CaseId, long Sequence) First(PendingCommit commit) => (commit.CaseId, commit.Draft!.Entries[0].Sequence);

    private static void Refuse(List<PendingCommit> live, Func<PendingCommit, CommitVerdict?> judge) =>
        live.RemoveAll(commit =>
        {
            if (judge(commit) is not { } verdict) return false;
            commit.Settle(verdict);
            return true;
        });

    private static void Settle(List<PendingCommit> live, Func<PendingCommit, CommitVerdict> judge)
    {
        Refuse(live, judge);
        live.Clear();
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cut) =>
        await Task.Delay(pause, clock, cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
