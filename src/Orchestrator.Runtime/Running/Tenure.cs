using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Snapshots;
using Orchestrator.Runtime.Timers;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>
/// The time during which this node owns the shards, and everything it keeps in memory meanwhile: a new tenure begins with empty hands,
/// so nothing can survive a loss of ownership by accident.
/// </summary>
internal sealed partial class Tenure : IAsyncDisposable
{
    private static readonly TimeSpan ContinueAfter = TimeSpan.FromSeconds(1);

    private readonly TenureParts _parts;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TenureContext _context;
    private readonly CaseTurns _turns;
    private readonly MailboxTable _mailboxes;
    private readonly SnapshotTaker _snapshots;

    public Tenure(TenureParts parts, long[] epochs, CancellationToken lost)
    {
        _parts = parts;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(lost);
        _lost.Token.Register(_ended.Cancel);
        _context = new TenureContext
        {
            Options = parts.Options,
            Database = parts.Database,
            Engine = parts.Engine,
            Loader = parts.Loader,
            Keys = parts.Keys,
            Projections = parts.Projections,
            Deliveries = parts.Deliveries,
            Metrics = parts.Metrics,
            Clock = parts.Clock,
            Logger = parts.Logger,
            Epochs = epochs,
            Lost = _lost.Token,
            Writer = new JournalWriter(
                parts.Store, parts.Options.BatchSize, parts.Metrics, TimeProvider.System, parts.Logger, _lost.Token, _abandoned.Token),
            GiveUp = _lost.Cancel,
            Continue = Continue,
            Published = Published,
        };
        _turns = new CaseTurns(_context);
        _mailboxes = new MailboxTable(parts.Options.CachedCases, caseId => new CaseMailbox(caseId, _turns));
        parts.Feed.Shown = caseId => _mailboxes.Peek(caseId)?.Sequence;
        _snapshots = new SnapshotTaker(parts.Snapshots, parts.Options.SnapshotEvery, parts.Logger, _ended.Token);
        Timers = new CaseTimers(parts.Database, parts.Clock, parts.Options.TimerHorizon, SendInsideAsync, parts.Metrics, parts.Logger, _ended.Token);
        Effects = new EffectDispatcher(
            parts.Handlers(), parts.Effects, SendInsideAsync, parts.Clock, parts.Options, parts.Metrics, parts.Logger, _ended.Token);
    }

    /// <summary>Set when this node may no longer write.</summary>
    public CancellationToken Lost => _lost.Token;

    public CaseTimers Timers { get; }

    public EffectDispatcher Effects { get; }

    public int InFlight => _turns.InFlight;

    public int Waiting => _context.Writer.Waiting;

    public int Cached => _mailboxes.Count;

    /// <summary>Goes on where the owner before stopped: timers, effects without an end, cases with scheduled work.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await Timers.SweepAsync(cancellationToken);
        await Effects.RecoverAsync(cancellationToken);
        var working = await _parts.Database.QueryAsync(
            _parts.Database.Provider == Storage.StorageProvider.Sqlite ? "SELECT case_id FROM cases WHERE has_work = 1" : "SELECT case_id FROM cases WHERE has_work",
            [], row => new CaseId(row.GetGuid(0)), cancellationToken);
        foreach (var caseId in working) Continue(caseId);
        LogRecovered(_parts.Logger, working.Count, Effects.Count, Timers.Count);
    }

    /// <summary>The case in memory, or null when it is not there.</summary>
    public CaseState? Peek(CaseId caseId) => _mailboxes.Peek(caseId)?.State;

    /// <summary>Sends a command.</summary>
    /// <returns>The outcome, or null when the node lost the case before anything was stored.</returns>
    public Task<CommandOutcome?> SendAsync(CaseId caseId, Envelope envelope, bool bounded)
    {
        if (_turns.TryBegin(bounded)) _mailboxes.Post(caseId, envelope);
        else envelope.Reply(new CommandOutcome.Unavailable("Expected room for another command, but this node is full; try again later."));
        return envelope.Answer;
    }

    /// <summary>Starts a case.</summary>
    /// <returns>The outcome, or null when the node lost its shards before anything was stored.</returns>
    public async Task<StartOutcome?> StartAsync(StartRequest request, DateTimeOffset expires)
    {
        if (!_turns.TryBegin(bounded: true))
            return new StartOutcome.Unavailable("Expected room for another start, but this node is full; try again later.");
        try
        {
            var now = EntryChain.Whole(_parts.Clock.GetUtcNow());
            var caseId = CaseId.New(now);
            var shard = _context.ShardOf(caseId);
            CaseCommit? commit = null;
            var start = new StartCommit(caseId, shard, _context.Epochs[shard], expires, request, async number =>
            {
                (var prepared, commit) = await PrepareAsync(caseId, shard, request, number, now);
                return prepared;
            });
            switch (await _context.Writer.CommitAsync(start))
            {
                case CommitVerdict.Committed:
                    Begin(start.Prepared!.Case, commit!);
                    return new StartOutcome.Started(caseId, start.Prepared.Case.State.Started);
                case CommitVerdict.KeyTaken { Holder: var holder }:
                    return holder.BodyHash == request.Key!.BodyHash ? new StartOutcome.AlreadyStarted(holder.CaseId) : new StartOutcome.KeyConflict(holder.CaseId);
                case CommitVerdict.NotAllowed { Holder: var running }:
                    return new StartOutcome.Refused("case-running", $"Expected no other case, because the workflow's activation strategy allows one at a time, but {running} has not ended; wait for it.", running);
                case CommitVerdict.Unavailable unavailable:
                    return new StartOutcome.Unavailable(unavailable.Message);
                case CommitVerdict.Fenced:
                    _lost.Cancel();
                    return null;
                case CommitVerdict.Stopped or CommitVerdict.Conflict:
                    return null;
                case CommitVerdict.Failed failed:
                    throw new InvalidOperationException($"Expected to start a case, but it is refused: {failed.Cause.Message}", failed.Cause);
                default:
                    throw new UnreachableException();
            }
        }
        finally
        {
            _turns.Ended();
        }
    }

    /// <summary>Lets commands under way finish, for a while, then stops.</summary>
    public async Task DrainAsync(TimeSpan atMost)
    {
        await _ended.CancelAsync();
        var deadline = TimeProvider.System.GetTimestamp();
        while (_turns.InFlight > 0 && TimeProvider.System.GetElapsedTime(deadline) < atMost)
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
    }

    /// <summary>Gives up on decisions in doubt after a while, because the process ends; nobody is told anything about them.</summary>
    public void AbandonAfter(TimeSpan time) => _abandoned.CancelAfter(time);

    public async ValueTask DisposeAsync()
    {
        _parts.Feed.Shown = null;
        await _lost.CancelAsync();
        await _ended.CancelAsync();
        Timers.Dispose();
        Effects.Dispose();
        await _context.Writer.StopAsync();
    }

    private void Begin(LoadedCase started, CaseCommit commit)
    {
        _turns.TryBegin(bounded: false);
        var first = Inside(new Continue());
        _mailboxes.Adopt(started, first);
        Published(commit);
        _ = WatchContinueAsync(started.State.CaseId, first.Answer);
    }

    private async Task<(PreparedStart Prepared, CaseCommit Commit)> PrepareAsync(
        CaseId caseId, int shard, StartRequest request, long number, DateTimeOffset now)
    {
        var started = request.Start(number);
        var workflow = await _parts.Definitions.GetAsync(started.VersionId, CancellationToken.None);
        if (workflow.Refusals is [var refusal, ..])
            throw new InvalidOperationException($"Expected the version '{started.VersionId}' to run, but {refusal.Message} ({refusal.Path}); publish a corrected version.");
        var state = _parts.Engine.Apply(workflow, null, caseId, started);
        var (key, row) = _parts.Keys.Create(caseId);
        var entries = EntryChain.Append(caseId, 0, EntryHash.Origin, [started], null, request.Actor, now, key);
        var commit = new CaseCommit(caseId, shard, entries, [started], null, state) { StartedAt = now, Key = key };
        var loaded = new LoadedCase(workflow, state, 1, entries[0].Hash, now, key);
        return (new PreparedStart(loaded, new Draft(entries, [.. key.Seal(_parts.Projections.Project(commit)), row]), ActivationRule.Of(workflow, started)), commit);
    }

    private void Published(CaseCommit commit)
    {
        foreach (var change in commit.Events) Timers.Observe(commit.CaseId, change);
        if (!_ended.IsCancellationRequested) Effects.Observe(commit);
        _snapshots.Observe(commit);
        _parts.Feed.Announce(commit.CaseId);
    }

    private Envelope Inside(CaseCommand command) =>
        new(command, Actor.System, TimeProvider.System.GetUtcNow() + _parts.Options.PatienceOfCommands);

    private Task<CommandOutcome?> SendInsideAsync(CaseId caseId, CaseCommand command) => SendAsync(caseId, Inside(command), bounded: false);

    private void Continue(CaseId caseId)
    {
        if (_ended.IsCancellationRequested) return;
        _ = WatchContinueAsync(caseId, SendInsideAsync(caseId, new Continue()));
    }

    /// <summary>Scheduled work must not stand still because the database was away for longer than a command waits.</summary>
    private async Task WatchContinueAsync(CaseId caseId, Task<CommandOutcome?> answer)
    {
        try
        {
            if (await answer is not CommandOutcome.Unavailable) return;
            await Task.Delay(ContinueAfter, TimeProvider.System, _ended.Token);
            Continue(caseId);
        }
        catch (OperationCanceledException)
        {
            // The tenure ended; the next one finds the case by its row.
        }
        catch (Exception cause)
        {
            LogStuck(_parts.Logger, caseId, cause);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Owning all shards: {Cases} cases go on, {Effects} effects are offered again, {Timers} timers are near")]
    private static partial void LogRecovered(ILogger logger, int cases, int effects, int timers);

    [LoggerMessage(2, LogLevel.Error, "Case {CaseId} cannot go on")]
    private static partial void LogStuck(ILogger logger, CaseId caseId, Exception cause);
}
