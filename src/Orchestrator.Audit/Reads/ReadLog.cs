using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Audit.Storage;
using Orchestrator.Cases.Reads;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Reads;

/// <summary>
/// Writes reads to the chain of this process. Reads that come together are stored together, so that a busy server pays one flush for many; each is answered
/// when its own record is durable. When the database is slow the queue fills and readers wait; after their patience they are refused, never shown unrecorded.
/// </summary>
internal sealed partial class ReadLog : BackgroundService, ICaseReads
{
    private const int Queued = 2_000, Together = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(200), Visit = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<AuditDbContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReadLog> _logger;
    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(Queued) { SingleReader = true });
    private readonly ConcurrentDictionary<CaseRead, DateTimeOffset> _visits = new();
    private readonly CaseId _log;
    private byte[] _head = EntryHash.Origin.ToArray();
    private long _sequence;

    public ReadLog(IDbContextFactory<AuditDbContext> contexts, TimeProvider clock, ILogger<ReadLog> logger) =>
        (_contexts, _clock, _logger, _log) = (contexts, clock, logger, CaseId.New(clock.GetUtcNow()));

    public async Task RecordAsync(CaseRead read, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var waiting = new Waiting(read, _clock.GetUtcNow());
        try
        {
            await _queue.Writer.WriteAsync(waiting, patience.Token);
            await waiting.Stored.Task.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReadNotRecordedException();
        }
        catch (ChannelClosedException)
        {
            throw new ReadNotRecordedException();
        }
    }

    public async Task RecordVisitAsync(CaseRead read, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (_visits.TryGetValue(read, out var before) && now - before < Visit) return;
        await RecordAsync(read, cancellationToken);
        _visits[read] = now;
        if (_visits.Count <= Queued) return;
        foreach (var (old, at) in _visits)
        {
            if (now - at >= Visit) _visits.TryRemove(old, out _);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was accepted is still stored; who comes later is refused.
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } writing) await Task.WhenAny(writing, Task.Delay(Timeout.Infinite, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(Together);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                batch.Clear();
                while (batch.Count < Together && _queue.Reader.TryRead(out var waiting)) batch.Add(waiting);
                await StoreAsync(batch, stoppingToken);
                foreach (var waiting in batch) waiting.Stored.TrySetResult();
            }
        }
        finally
        {
            foreach (var waiting in batch) waiting.Stored.TrySetException(new ReadNotRecordedException());
        }
    }

    private async Task StoreAsync(List<Waiting> batch, CancellationToken stoppingToken)
    {
        var rows = new List<ReadRow>(batch.Count);
        var head = _head;
        foreach (var waiting in batch)
        {
            rows.Add(ReadEntry.Next(_log, _sequence + rows.Count + 1, head, waiting.Read, waiting.At));
            head = rows[^1].Hash;
        }

        var last = rows[^1].Sequence;
        while (true)
        {
            try
            {
                await using var context = await _contexts.CreateDbContextAsync(stoppingToken);
                // After a failure it may be stored all the same, when only the answer was lost.
                if (!await context.Reads.AnyAsync(row => row.LogId == _log.Value && row.Sequence == last, stoppingToken))
                {
                    if (_sequence == 0) context.Add(new ReadLogRow { LogId = _log.Value, StartedAt = rows[0].At });
                    context.AddRange(rows);
                    await context.SaveChangesAsync(stoppingToken);
                }

                (_sequence, _head) = (last, head);
                return;
            }
            catch (Exception outage) when (outage is not OperationCanceledException)
            {
                LogNotStored(rows.Count, outage);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} reads of cases cannot be recorded yet; their readers wait")]
    private partial void LogNotStored(int count, Exception outage);

    private sealed record Waiting(CaseRead Read, DateTimeOffset At)
    {
        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
