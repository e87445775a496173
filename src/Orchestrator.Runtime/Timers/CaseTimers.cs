using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Timers;

/// <summary>
/// Fires bookmarks whose time has come. Those due soon are in memory; the rest waits in the database until a sweep finds it near,
/// so that a million waiting cases cost nothing.
/// </summary>
internal sealed partial class CaseTimers : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _horizon;
    private readonly Func<CaseId, CaseCommand, Task<CommandOutcome?>> _send;
    private readonly RuntimeMetrics _metrics;
    private readonly ILogger _logger;
    private readonly DueQueue<(CaseId CaseId, string BookmarkId)> _due;
    private readonly DueQueue<string> _sweeps;
    private readonly CancellationToken _ended;

    public CaseTimers(
        Database database, TimeProvider clock, TimeSpan horizon, Func<CaseId, CaseCommand, Task<CommandOutcome?>> send,
        RuntimeMetrics metrics, ILogger logger, CancellationToken ended)
    {
        (_database, _clock, _horizon, _send, _metrics, _logger, _ended) = (database, clock, horizon, send, metrics, logger, ended);
        _due = new(clock, timer => _ = FireAsync(timer.CaseId, timer.BookmarkId));
        _sweeps = new(clock, sweep => _ = SweepQuietlyAsync());
    }

    /// <summary>Timers held in memory.</summary>
    public int Count => _due.Count;

    /// <summary>Learns what a durable decision means for timers.</summary>
    public void Observe(CaseId caseId, CaseEvent change)
    {
        switch (change)
        {
            case BookmarkCreated { Bookmark: { DueAt: { } at } bookmark } when at <= _clock.GetUtcNow() + _horizon:
                _due.Set((caseId, bookmark.Id), at);
                break;
            case BookmarkRemoved removed:
                _due.Remove((caseId, removed.BookmarkId));
                break;
        }
    }

    /// <summary>Takes every timer due within the horizon into memory, and plans the next sweep before that horizon is reached.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        _sweeps.Set("sweep", now + (_horizon / 2));
        var near = await _database.QueryAsync(
            "SELECT case_id, bookmark_id, due_at FROM bookmarks WHERE due_at IS NOT NULL AND due_at <= @until",
            [("@until", _database.Instant(now + _horizon))],
            row => (CaseId: new CaseId(row.GetGuid(0)), BookmarkId: row.GetString(1), DueAt: _database.ReadInstant(row, 2)), cancellationToken);
        foreach (var timer in near) _due.Set((timer.CaseId, timer.BookmarkId), timer.DueAt);
    }

    public void Dispose()
    {
        _due.Dispose();
        _sweeps.Dispose();
    }

    private async Task FireAsync(CaseId caseId, string bookmarkId)
    {
        // A timer that was swept in while its bookmark was being removed is refused by the engine; one that could not be carried out comes again.
        if (_ended.IsCancellationRequested) return;
        var carriedOut = false;
        try
        {
            carriedOut = await _send(caseId, new FireTimer(bookmarkId)) is not (null or CommandOutcome.Unavailable);
            if (carriedOut) _metrics.TimerFired();
        }
        catch (Exception cause)
        {
            LogNotFired(_logger, caseId, bookmarkId, cause);
        }
        finally
        {
            if (!carriedOut) _due.Set((caseId, bookmarkId), _clock.GetUtcNow() + RetryAfter);
        }
    }

    private async Task SweepQuietlyAsync()
    {
        try
        {
            await SweepAsync(_ended);
        }
        catch (Exception cause) when (_database.IsTransient(cause) || cause is OperationCanceledException)
        {
            // The next sweep is planned already; readiness tells that the database is away.
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The timer {BookmarkId} of case {CaseId} cannot be fired")]
    private static partial void LogNotFired(ILogger logger, CaseId caseId, string bookmarkId, Exception cause);
}
