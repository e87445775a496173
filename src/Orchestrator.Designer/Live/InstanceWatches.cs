using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Designer.Access;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Live;

/// <summary>
/// Follows the journal of every case that somebody watches, once however many watch it, and tells them. What comes within a moment is told together, so that
/// a fast case costs its watchers no more than a slow one.
/// </summary>
internal sealed partial class InstanceWatches(
    IHubContext<InstanceHub> hub, IJournalReader journal, JournalPages pages, ICaseRuntime runtime, CaseHeads heads, IDesignerAccess access,
    TimeProvider time, IHostApplicationLifetime lifetime, ILogger<InstanceWatches> logger)
{
    /// <summary>How many cases can be watched at once on one node.</summary>
    public const int Most = 1_000;

    /// <summary>How long entries are collected before they are told.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<CaseId, Watch> _watches = [];
    private readonly Lock _gate = new();

    /// <summary>How many cases are watched now.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _watches.Count;
        }
    }

    /// <summary>Name of the group of connections that watch a case.</summary>
    public static string GroupOf(CaseId caseId) => $"case:{caseId}";

    /// <summary>True when the case exists and the caller of the connection may watch it.</summary>
    public async Task<bool> MaySeeAsync(HttpContext connection, CaseId caseId) =>
        !access.CallerOf(connection).IsNarrowed && await heads.FindAsync(caseId, connection.RequestAborted) is not null;

    /// <summary>Counts a watcher in.</summary>
    /// <returns>False when there is no room for another case.</returns>
    public bool TryEnter(CaseId caseId)
    {
        lock (_gate)
        {
            if (_watches.TryGetValue(caseId, out var watch))
            {
                watch.Watchers++;
                return true;
            }

            if (_watches.Count >= Most) return false;
            var made = new Watch { Watchers = 1, Ending = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping) };
            _watches.Add(caseId, made);
            _ = Task.Run(() => FollowAsync(caseId, made.Ending.Token), CancellationToken.None);
            return true;
        }
    }

    /// <summary>Counts a watcher out; the last one ends the watch.</summary>
    public void Leave(CaseId caseId)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(caseId, out var watch) || --watch.Watchers > 0) return;
            _watches.Remove(caseId);
            watch.Ending.Cancel();
            watch.Ending.Dispose();
        }
    }

    private async Task FollowAsync(CaseId caseId, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await TellAsync(caseId, ending);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause) when (cause is not OutOfMemoryException)
            {
                // The database is away, or restarts: the watchers are told when it is back.
                LogInterrupted(logger, caseId, cause);
                await Task.Delay(TimeSpan.FromSeconds(2), time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TellAsync(CaseId caseId, CancellationToken ending)
    {
        // The page reads what there is before it listens; what came in between is told at once.
        var after = (await pages.ReadAsync(caseId, JournalFilter.None, 0, 0, ending)).Total;
        await SendAsync(caseId, new Batch(), everything: true, ending);
        using var following = CancellationTokenSource.CreateLinkedTokenSource(ending);
        await using var entries = journal.FollowAsync(caseId, after, following.Token).GetAsyncEnumerator(following.Token);
        var next = entries.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var batch = new Batch();
                batch.Add(entries.Current);
                var moment = Task.Delay(Moment, time, ending);
                next = entries.MoveNextAsync().AsTask();
                while (!moment.IsCompleted && await Task.WhenAny(next, moment) == next && await next)
                {
                    batch.Add(entries.Current);
                    next = entries.MoveNextAsync().AsTask();
                }

                await moment;
                await SendAsync(caseId, batch, everything: false, ending);
            }
        }
        finally
        {
            // A sequence must not be disposed of while it is being asked for its next item.
            await following.CancelAsync();
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task SendAsync(CaseId caseId, Batch batch, bool everything, CancellationToken ending)
    {
        if (await runtime.FindAsync(caseId, ending) is not { } state) return;
        var listeners = hub.Clients.Group(GroupOf(caseId));
        var stats = everything ? Instances.ExecutionProjection.Stats(state, null) : batch.Stats(state);
        if (stats.Count > 0) await listeners.ActivitiesChangedAsync(stats);
        await listeners.HistoryGrewAsync();
        if (everything || batch.ChangesInstance) await listeners.InstanceChangedAsync(caseId.ToString());
    }

    [LoggerMessage(1, LogLevel.Warning, "Watching case {CaseId} was interrupted and is begun again")]
    private static partial void LogInterrupted(ILogger logger, CaseId caseId, Exception cause);

    private sealed class Watch
    {
        public int Watchers { get; set; }

        public required CancellationTokenSource Ending { get; init; }
    }
}
