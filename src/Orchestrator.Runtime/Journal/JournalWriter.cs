using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Runtime.Journal;

/// <summary>Collects decisions while the transaction before is under way and writes them together. A case always goes to the same writer.</summary>
internal sealed class JournalWriter
{
    private readonly Channel<PendingCommit>[] _queues;
    private readonly Task[] _writers;
    private readonly int _batchSize;
    private readonly RuntimeMetrics _metrics;
    private int _waiting;

    public JournalWriter(
        ICommitStore store, int batchSize, RuntimeMetrics metrics, TimeProvider clock, ILogger logger, CancellationToken lost, CancellationToken abandoned)
    {
        _batchSize = batchSize;
        _metrics = metrics;
        _queues = [.. Enumerable.Range(0, store.Writers).Select(_ => Channel.CreateUnbounded<PendingCommit>(new() { SingleReader = true }))];
        _writers = [.. _queues.Select(queue => Task.Run(() => WriteAsync(queue.Reader, new GroupCommit(store, clock, logger, lost, abandoned))))];
    }

    /// <summary>Decisions not settled yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Hands a decision over. The queue needs no bound of its own: every case has at most one decision in it.</summary>
    /// <returns>What became of it, once that is certain.</returns>
    public Task<CommitVerdict> CommitAsync(PendingCommit commit)
    {
        Interlocked.Increment(ref _waiting);
        if (!_queues[commit.Shard % _queues.Length].Writer.TryWrite(commit))
        {
            Interlocked.Decrement(ref _waiting);
            commit.Settle(new CommitVerdict.Stopped());
        }

        return commit.Verdict;
    }

    /// <summary>Writes what was handed over and ends.</summary>
    public Task StopAsync()
    {
        foreach (var queue in _queues) queue.Writer.TryComplete();
        return Task.WhenAll(_writers);
    }

    private async Task WriteAsync(ChannelReader<PendingCommit> queue, GroupCommit group)
    {
        var batch = new List<PendingCommit>(_batchSize);
        while (await queue.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < _batchSize && queue.TryRead(out var commit)) batch.Add(commit);
            var began = Stopwatch.GetTimestamp();
            try
            {
                await group.RunAsync(batch);
            }
            catch (Exception cause)
            {
                // Nothing of the batch was committed when the writer itself fails; each caller learns it, and the next batch is tried.
                foreach (var commit in batch) commit.Settle(new CommitVerdict.Failed(cause));
            }

            Interlocked.Add(ref _waiting, -batch.Count);
            _metrics.Committed(batch.Count, Stopwatch.GetElapsedTime(began));
        }
    }
}
