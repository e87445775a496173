using Microsoft.EntityFrameworkCore;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Storage;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>Mends a difference as proposed, by commands of the engine only: nothing is written into a history that did not happen.</summary>
public sealed class DifferenceRepair
{
    private readonly IDbContextFactory<ReconciliationDbContext> _contexts;
    private readonly CallRecords _records;
    private readonly ICaseRuntime _runtime;
    private readonly IEffectQueue _queue;
    private readonly TimeProvider _time;

    internal DifferenceRepair(IDbContextFactory<ReconciliationDbContext> contexts, CallRecords records, ICaseRuntime runtime, IEffectQueue queue, TimeProvider time) =>
        (_contexts, _records, _runtime, _queue, _time) = (contexts, records, runtime, queue, time);

    /// <summary>Orders the repair and closes the incident with the reason.</summary>
    /// <param name="agency">Whose difference it is.</param>
    /// <param name="id">As in <see cref="FoundDifference.Id"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RepairOutcome> RepairAsync(string agency, string id, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (string.IsNullOrWhiteSpace(reason))
            return new RepairOutcome.ReasonRequired();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (id.Split('-') is not [var caseText, var effectId, var kind] || !CaseId.TryParse(caseText, null, out var caseId)
            || await context.Differences.FirstOrDefaultAsync(row => row.CaseId == caseId.Value && row.EffectId == effectId && row.Kind == kind && row.Agency == agency, cancellationToken) is not { } row)
            return new RepairOutcome.NotFound();
        if (row.RepairedAt is not null)
            return new RepairOutcome.AlreadyDone();
        CaseCommand? command;
        switch (Enum.Parse<RepairKind>(row.Repair))
        {
            case RepairKind.SendAgain when await _records.FindAsync(caseId, effectId, cancellationToken) is { } effect:
                command = new RepeatEffect(effect, reason.Trim());
                break;
            case RepairKind.AskAgain:
                command = await _queue.FindAsync(caseId, effectId, cancellationToken) is { } pending ? Ask(pending) : null;
                break;
            default:
                return new RepairOutcome.NotPossible();
        }

        if (command is not null)
        {
            switch (await _runtime.SendAsync(caseId, command, actor, cancellationToken))
            {
                // Answered meanwhile: there is nothing to ask for any more.
                case CommandOutcome.Accepted or CommandOutcome.Rejected { Code: "effect-gone" }:
                    break;
                case CommandOutcome.Rejected rejected:
                    return new RepairOutcome.Refused(rejected.Code, rejected.Message);
                case CommandOutcome.Unavailable unavailable:
                    return new RepairOutcome.Unavailable(unavailable.Message);
                default:
                    return new RepairOutcome.NotFound();
            }
        }

        row.RepairedAt = _time.GetUtcNow();
        await context.SaveChangesAsync(cancellationToken);
        if (row.IncidentId is { } incident)
            await _runtime.SendAsync(caseId, new ResolveIncident(incident, IncidentResolution.Dismissed, reason.Trim()), actor, cancellationToken);
        return new RepairOutcome.Done(FoundDifference.Of(row));
    }

    // The inquiry was answered with "there is a result": the next question, which fetches it, is due now instead of later.
    private RecordAttempt Ask(PendingEffect pending) => new(
        pending.Effect.Id,
        new EffectAttempt(pending.Attempts + 1, ReplyClass.Accepted.Word(), null, null, null, 0, "asked for again after a reconciliation", _time.GetUtcNow()));
}

/// <summary>What became of a repair.</summary>
public abstract record RepairOutcome
{
    private RepairOutcome() { }

    /// <summary>It is ordered; the call goes out like any other.</summary>
    public sealed record Done(FoundDifference Difference) : RepairOutcome;

    /// <summary>There is no such difference with that agency.</summary>
    public sealed record NotFound : RepairOutcome;

    /// <summary>It was repaired before.</summary>
    public sealed record AlreadyDone : RepairOutcome;

    /// <summary>Only people can mend it.</summary>
    public sealed record NotPossible : RepairOutcome;

    /// <summary>A reason is needed.</summary>
    public sealed record ReasonRequired : RepairOutcome;

    /// <summary>The engine refused.</summary>
    public sealed record Refused(string Code, string Message) : RepairOutcome;

    /// <summary>Try again later.</summary>
    public sealed record Unavailable(string Message) : RepairOutcome;
}
