using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Storage;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>
/// Works through a run: asks an agency about each call of the window, one at a time and no faster than the agency declares, and reports what differs, once.
/// </summary>
internal sealed partial class Reconciler(
    AgencyCatalog catalog, AgencyLanes lanes, CallRunner runner, ICaseRuntime runtime, CallRecords records, IDbContextFactory<CallsDbContext> calls,
    ReconciliationBook book, ReconciliationSettings settings, TimeProvider time, ILogger<Reconciler> logger)
{
    private const int Page = 50;

    /// <summary>True when an agency can be asked about any of its calls.</summary>
    public static bool CanAsk(AgencyDocument agency) => agency.Operations.Any(operation => operation.StatusInquiry is not null);

    /// <summary>Works on a run that this node has, until it is through or the agency does not work.</summary>
    public async Task WorkAsync(ReconciliationRunRow run, CancellationToken cancellationToken)
    {
        if (catalog.Find(run.Agency) is { } agency)
        {
            var walk = new Walk(agency, Pace.Start(agency.Limits.RequestsPerSecond, time.GetUtcNow()));
            if (!await AnsweredAsync(run, walk, cancellationToken) || !await WaitingAsync(run, walk, cancellationToken))
            {
                (run.IsHeldUp, run.LeaseUntil) = (true, time.GetUtcNow() + settings.Again);
                await book.SaveAsync(run, cancellationToken);
                LogHeldUp(run.Agency, run.Asked);
                return;
            }
        }

        run.EndedAt = time.GetUtcNow();
        await book.SaveAsync(run, cancellationToken);
        LogDone(run.Agency, run.Asked, run.Agreed, run.Different, run.Unclear);
    }

    /// <returns>False when the agency is down.</returns>
    private async Task<bool> AnsweredAsync(ReconciliationRunRow run, Walk walk, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - settings.Settling;
        while (true)
        {
            List<AnsweredCallRow> rows;
            await using (var context = await calls.CreateDbContextAsync(cancellationToken))
            {
                var from = run.Reached ?? run.Since;
                var later = context.AnsweredCalls.AsNoTracking().Where(call => call.Agency == run.Agency && walk.Operations.Contains(call.Operation) && call.AnsweredAt <= until);

                // A call that was sent again speaks for the first one.
                later = later.Where(call => !context.AnsweredCalls.Any(newer => newer.CaseId == call.CaseId && newer.ExecutionId == call.ExecutionId && newer.AnsweredAt > call.AnsweredAt));
                later = run.Reached is null ? later.Where(call => call.AnsweredAt >= from) : later.Where(call => call.AnsweredAt > from);
                rows = await later.OrderBy(call => call.AnsweredAt).Take(Page).ToListAsync(cancellationToken);

                // Calls answered at the same moment stay together, so that a run can go on behind a moment.
                if (rows.Count == Page && rows[^1].AnsweredAt is var last)
                    rows.AddRange(await later.Where(call => call.AnsweredAt == last).ToListAsync(cancellationToken));
            }

            foreach (var moment in rows.DistinctBy(row => (row.CaseId, row.EffectId)).GroupBy(row => row.AnsweredAt))
            {
                foreach (var row in moment)
                {
                    if (!await CheckAsync(run, walk, new CaseId(row.CaseId), row.EffectId, row.Operation, row.ExecutionId, cancellationToken))
                        return false;
                }

                run.Reached = moment.Key;
            }

            await book.SaveAsync(run, cancellationToken);
            if (rows.Count < Page)
                return true;
        }
    }

    /// <returns>False when the agency is down.</returns>
    private async Task<bool> WaitingAsync(ReconciliationRunRow run, Walk walk, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - settings.Settling;
        var accepted = ReplyClass.Accepted.Word();
        List<WaitingCallRow> rows;
        await using (var context = await calls.CreateDbContextAsync(cancellationToken))
        {
            // Only an agency that has taken a call can hold an answer to it.
            rows = await context.WaitingCalls.AsNoTracking()
                .Where(call => call.Agency == run.Agency && walk.Operations.Contains(call.Operation) && call.RequestedAt >= run.Since && call.RequestedAt <= until)
                .Where(call => context.Tries.Any(tried => tried.CaseId == call.CaseId && tried.EffectId == call.EffectId && tried.LastClass == accepted))
                .OrderBy(call => call.RequestedAt).ToListAsync(cancellationToken);
        }

        foreach (var row in rows)
        {
            if (!await CheckAsync(run, walk, new CaseId(row.CaseId), row.EffectId, row.Operation, null, cancellationToken))
                return false;
        }

        return true;
    }

    /// <returns>False when the agency is down.</returns>
    private async Task<bool> CheckAsync(
        ReconciliationRunRow run, Walk walk, CaseId caseId, string effectId, string operationId, long? answeredBy, CancellationToken cancellationToken)
    {
        if (await runtime.FindAsync(caseId, cancellationToken) is not { } state || await records.FindAsync(caseId, effectId, cancellationToken) is not { } effect
            || catalog.Find(effect.Payload) is not var (agency, operation) || operation.StatusInquiry is not { } rule || agency.Find(rule.OperationId) is not { } inquiry)
            return true;
        JsonElement? outputs = null;
        if (answeredBy is { } id)
        {
            // What was undone, or asked for again since, is not what the agency holds now.
            if (state.Executions.GetValueOrDefault(id) is not { Status: ExecutionStatus.Completed } step || IsPast(state, step))
                return true;
            outputs = step.Outputs ?? default(JsonElement);
        }
        else if (!state.Effects.ContainsKey(effectId))
        {
            return true;
        }

        if (lanes.Find(agency.Code)?.OpenSince is not null)
            return false;
        var inputs = effect.Payload.TryGetProperty("inputs", out var given) ? given : default;
        await walk.TurnAsync(time, cancellationToken);
        run.Asked++;
        var about = new PendingEffect(caseId, effect, 0, null, time.GetUtcNow(), null);
        var asked = await runner.InquireAsync(agency, inquiry, about, MappedInputs.For(inquiry, rule.Inputs, operation, inputs, outputs ?? default), cancellationToken);
        switch (asked is TryResult.Answered answered ? CallComparison.Compare(operation, inputs, outputs, answered.Exchange.Reply, answered.Meaning) : new Comparison.Unclear(asked.GetType().Name))
        {
            case Comparison.Down:
                run.Asked--;
                return false;
            case Comparison.Same:
                run.Agreed++;
                break;
            case Comparison.Differs(var difference):
                run.Different++;
                await ReportAsync(run, agency, operation, caseId, effectId, difference, cancellationToken);
                break;
            case Comparison.Unclear(var reason):
                run.Unclear++;
                LogUnclear(agency.Code, operationId, caseId, effectId, reason);
                break;
        }

        return true;
    }

    private static bool IsPast(CaseState state, ActivityExecution step) => state.Executions.Values.Any(other =>
        (other.Compensates == step.Id && other.Status is ExecutionStatus.Completed or ExecutionStatus.Running)
        || (other.Id > step.Id && other.NodeId == step.NodeId && other.Status is ExecutionStatus.Completed or ExecutionStatus.Running));

    private async Task ReportAsync(
        ReconciliationRunRow run, AgencyDocument agency, AgencyOperation operation, CaseId caseId, string effectId, Difference difference, CancellationToken cancellationToken)
    {
        var kind = difference.Kind.ToString();
        if (await book.IsKnownAsync(caseId.Value, effectId, kind, cancellationToken))
            return;
        var text = difference.Text(agency, operation);
        var key = $"reconciliation:{effectId}";
        var fault = new Fault("reconciliation", text.En, $"{effectId}, {kind}", agency.Code);
        var outcome = await runtime.SendAsync(
            caseId, new ReportIncident(key, fault, JsonSerializer.SerializeToElement(new { effect = effectId, kind, repair = difference.Repair.ToString(), vi = text.Vi, places = difference.Places })),
            Actor.System, cancellationToken);
        var state = outcome switch
        {
            CommandOutcome.Accepted accepted => accepted.State,
            CommandOutcome.Rejected { Code: "incident-known" } => await runtime.FindAsync(caseId, cancellationToken),
            _ => throw new InvalidOperationException($"Expected to report a difference of case {caseId}, but the outcome is {outcome.GetType().Name}; the run goes on later."),
        };
        var incident = state is not null && state.Marks.TryGetValue(key, out var mark) && mark.TryGetProperty("incident", out var named) ? named.GetString() : null;
        await book.AddAsync(
            new ReconciliationDifferenceRow
            {
                CaseId = caseId.Value,
                EffectId = effectId,
                Kind = kind,
                RunId = run.Id,
                Agency = agency.Code,
                Operation = operation.Id,
                Repair = difference.Repair.ToString(),
                TextVi = text.Vi,
                TextEn = text.En,
                IncidentId = incident,
                FoundAt = time.GetUtcNow(),
            },
            cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Information, "Reconciliation with {Agency}: {Asked} calls asked about, {Agreed} agree, {Different} differ, {Unclear} unclear")]
    private partial void LogDone(string agency, int asked, int agreed, int different, int unclear);

    [LoggerMessage(2, LogLevel.Warning, "Reconciliation with {Agency} stopped after {Asked} calls because the agency does not work; it goes on later")]
    private partial void LogHeldUp(string agency, int asked);

    [LoggerMessage(3, LogLevel.Warning, "{Agency} says nothing that can be compared about {Operation} of case {CaseId}, effect {EffectId}: {Reason}")]
    private partial void LogUnclear(string agency, string operation, CaseId caseId, string effectId, string reason);

    private sealed class Walk(AgencyDocument agency, Pace pace)
    {
        private Pace _pace = pace;

        public string[] Operations { get; } = [.. agency.Operations.Where(operation => operation.StatusInquiry is not null).Select(operation => operation.Id)];

        public async Task TurnAsync(TimeProvider time, CancellationToken cancellationToken)
        {
            if (_pace.NextAt(time.GetUtcNow()) is var at && at > time.GetUtcNow())
                await Task.Delay(at - time.GetUtcNow(), time, cancellationToken);
            _pace = _pace.Take(time.GetUtcNow());
        }
    }
}
