using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>Takes one command through: load, decide, make durable, and only then publish and answer.</summary>
internal sealed partial class CaseTurns(TenureContext context) : IDisposable
{
    private const int Reloads = 3;

    private readonly SemaphoreSlim _loads = new(context.Options.ParallelLoads);
    private int _inFlight;

    /// <summary>Commands waiting or running.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Makes room for a command.</summary>
    /// <returns>False when the node is full.</returns>
    public bool TryBegin(bool bounded)
    {
        if (Interlocked.Increment(ref _inFlight) <= context.Options.QueuedCommands || !bounded) return true;
        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    public void Dispose() => _loads.Dispose();

    public void Ended() => Interlocked.Decrement(ref _inFlight);

    /// <summary>Runs one command and answers its envelope.</summary>
    /// <returns>What the mailbox keeps: the case as durable as the journal, or null when it must be read again.</returns>
    public async Task<LoadedCase?> TakeAsync(CaseMailbox mailbox, Envelope envelope)
    {
        using var span = RuntimeMetrics.Source.StartActivity(envelope.Command.GetType().Name);
        span?.SetTag("case", mailbox.CaseId.ToString());
        var (kept, outcome) = await DecideAsync(mailbox, envelope);
        context.Metrics.Answered(envelope.Command.GetType().Name, outcome?.GetType().Name ?? "Lost");
        envelope.Reply(outcome);
        return kept;
    }

    private async Task<(LoadedCase? Kept, CommandOutcome? Outcome)> DecideAsync(CaseMailbox mailbox, Envelope envelope)
    {
        var (caseId, loaded) = (mailbox.CaseId, mailbox.Case);
        for (var round = 0; round < Reloads; round++)
        {
            if (context.Lost.IsCancellationRequested) return (null, null);
            if (loaded is null)
            {
                var (read, refusal) = await LoadAsync(caseId, envelope);
                if (refusal is not null) return (null, refusal);
                loaded = read!;
            }

            if (!loaded.Workflow.Refusals.IsEmpty) loaded = await MendAsync(loaded);
            if (envelope.Delivery is { } delivery && await context.Deliveries.IsDoneAsync(caseId, delivery))
                return (loaded, new CommandOutcome.Accepted(loaded.Sequence, loaded.State));

            // Microseconds, because that is what both databases keep and the hash covers.
            var at = EntryChain.Whole(context.Clock.GetUtcNow());
            switch (context.Engine.Decide(loaded.Workflow, loaded.State, envelope.Command, at))
            {
                case Decision.Rejected rejected:
                    return (loaded, new CommandOutcome.Rejected(rejected.Code, rejected.Message));
                case Decision.Accepted { Events.Count: 0 } accepted:
                    if (accepted.MustContinue) context.Continue(caseId);
                    return (loaded, new CommandOutcome.Accepted(loaded.Sequence, loaded.State));
                case Decision.Accepted accepted:
                    var (next, commit) = Draft(loaded, accepted, envelope, at);
                    var verdict = await context.Writer.CommitAsync(commit.Pending);
                    switch (verdict)
                    {
                        case CommitVerdict.Committed:
                            mailbox.Show(next);
                            context.Published(commit.Case);
                            if (accepted.MustContinue) context.Continue(caseId);
                            return (next.State.IsErased ? null : next, new CommandOutcome.Accepted(next.Sequence, next.State));
                        case CommitVerdict.Conflict:
                            LogConflict(context.Logger, caseId, next.Sequence);
                            loaded = null;
                            continue;
                        case CommitVerdict.Fenced:
                            context.GiveUp();
                            return (null, null);
                        case CommitVerdict.Stopped:
                            return (null, null);
                        case CommitVerdict.Unavailable unavailable:
                            return (loaded, new CommandOutcome.Unavailable(unavailable.Message));
                        case CommitVerdict.Failed failed:
                            envelope.Fail(new InvalidOperationException(
                                $"Expected the database to take a decision of case {caseId}, but it refuses it: {failed.Cause.Message}", failed.Cause));
                            return (loaded, null);
                        default:
                            throw new UnreachableException();
                    }

                default:
                    throw new UnreachableException();
            }
        }

        return (null, new CommandOutcome.Unavailable($"Expected case {caseId} to stay as it was read, but another writer changes it; try again."));
    }

    private async Task<LoadedCase> MendAsync(LoadedCase loaded)
    {
        try
        {
            return await context.Loader.MendAsync(loaded, CancellationToken.None);
        }
        catch (Exception cause) when (context.Database.IsTransient(cause))
        {
            return loaded;
        }
    }

    private (LoadedCase Next, (StepCommit Pending, CaseCommit Case) Commit) Draft(
        LoadedCase loaded, Decision.Accepted accepted, Envelope envelope, DateTimeOffset at)
    {
        var caseId = loaded.State.CaseId;
        // A case that began before there were keys gets one with its next decision.
        var (key, row) = loaded.Key is { } known ? (known, (RowChange?)null) : context.Keys.Create(caseId);
        var entries = EntryChain.Append(caseId, loaded.Sequence, loaded.Hash, accepted.Events, loaded.State, envelope.Actor, at, key);
        var shard = context.ShardOf(caseId);
        var commit = new CaseCommit(caseId, shard, entries, accepted.Events, loaded.State, accepted.State) { StartedAt = loaded.StartedAt, Key = key };
        var rows = key.Seal(context.Projections.Project(commit));
        if (accepted.State.IsErased) row = CaseKeyTable.Erased(caseId, at);
        if (row is { } ofKey) rows = [.. rows, ofKey];
        if (envelope.Delivery is { } delivery) rows = [.. rows, DeliveryLog.Row(caseId, delivery, at)];
        var workflow = envelope.Command is MigrateCase migration ? migration.Target : loaded.Workflow;
        var next = loaded with { Workflow = workflow, State = accepted.State, Sequence = entries[^1].Sequence, Hash = entries[^1].Hash, Key = key };
        return (next, (new StepCommit(shard, context.Epochs[shard], envelope.Expires, new Draft(entries, rows)), commit));
    }

    private async Task<(LoadedCase? Case, CommandOutcome? Refusal)> LoadAsync(CaseId caseId, Envelope envelope)
    {
        while (true)
        {
            await _loads.WaitAsync();
            try
            {
                return await context.Loader.LoadAsync(caseId, CancellationToken.None) is { } loaded
                    ? (loaded, null)
                    : (null, new CommandOutcome.NotFound());
            }
            catch (Exception cause) when (context.Database.IsTransient(cause))
            {
                if (context.RealTime.GetUtcNow() >= envelope.Expires || context.Lost.IsCancellationRequested)
                    return (null, new CommandOutcome.Unavailable($"Expected the database to answer, but it does not ({cause.Message}); try again later."));
            }
            finally
            {
                _loads.Release();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), context.RealTime, context.Lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Entry {Sequence} of case {CaseId} was written by another; the case is read again")]
    private static partial void LogConflict(ILogger logger, CaseId caseId, long sequence);
}
