using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Snapshots;

/// <summary>Takes a snapshot whenever a case has grown by some entries. In the background, and dropped when it falls behind: nothing depends on it.</summary>
internal sealed partial class SnapshotTaker
{
    private const int Backlog = 256;

    private readonly Channel<CaseCommit> _queue = Channel.CreateBounded<CaseCommit>(
        new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly SnapshotStore _store;
    private readonly int _every;
    private readonly ILogger _logger;

    public SnapshotTaker(SnapshotStore store, int every, ILogger logger, CancellationToken ended)
    {
        (_store, _every, _logger) = (store, every, logger);
        _ = Task.Run(() => RunAsync(ended), CancellationToken.None);
    }

    public void Observe(CaseCommit commit)
    {
        if (commit.Entries[0].Sequence / _every != (commit.Entries[^1].Sequence + 1) / _every && commit.After.Status == CaseStatus.Running)
            _queue.Writer.TryWrite(commit);
    }

    private async Task RunAsync(CancellationToken ended)
    {
        try
        {
            await foreach (var commit in _queue.Reader.ReadAllAsync(ended))
            {
                var last = commit.Entries[^1];
                try
                {
                    await _store.WriteAsync(commit.CaseId, last.Sequence, last.Hash, new Snapshot(commit.After, commit.StartedAt), commit.Key!, ended);
                }
                catch (Exception cause) when (cause is not OperationCanceledException)
                {
                    LogNotTaken(_logger, commit.CaseId, cause.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The tenure ended.
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "No snapshot of case {CaseId} could be taken: {Reason}")]
    private static partial void LogNotTaken(ILogger logger, CaseId caseId, string reason);
}
