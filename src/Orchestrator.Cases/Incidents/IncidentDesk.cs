using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Activities;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Projections;
using Orchestrator.Cases.Statuses;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Incidents;

/// <summary>What the support desk does with faults. Every act is a journal entry with who and why; no state is ever edited.</summary>
public sealed class IncidentDesk
{
    /// <summary>At most this many incidents in one act.</summary>
    public const int MostAtOnce = 500;

    private const string Stopped = "stopped";

    private readonly IDbContextFactory<CasesDbContext> _contexts;
    private readonly ICaseRuntime _runtime;

    private readonly CaseSeals _seals;
    private readonly TimeProvider _time;

    internal IncidentDesk(IDbContextFactory<CasesDbContext> contexts, ICaseRuntime runtime, CaseSeals seals, TimeProvider time)
    {
        _seals = seals;
        _contexts = contexts;
        _runtime = runtime;
        _time = time;
    }

    /// <summary>Incidents, oldest first; null when the cursor is not one of ours.</summary>
    public async Task<Page<IncidentView>?> ListAsync(IncidentSearch search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (!Cursor.TryParse(search.Cursor, out var cursor)) return null;
        var limit = Math.Clamp(search.Limit, 1, 200);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var query = Filter(context, search);
        if (cursor is { } from) query = query.Where(incident => incident.OpenedAt >= from.At);
        var rows = await Ordered(query).Skip(cursor?.Shown ?? 0).Take(limit + 1).ToListAsync(cancellationToken);
        var opened = await _seals.OfAsync([.. rows.Select(row => new CaseId(row.CaseId))], cancellationToken);
        return new Page<IncidentView>([.. rows.Take(limit).Select(row => Shown(row, opened))], Cursor.Next(rows, limit, cursor, row => row.OpenedAt));
    }

    /// <summary>One incident, or null.</summary>
    public async Task<IncidentView?> FindAsync(IncidentId id, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Incidents.AsNoTracking().FirstOrDefaultAsync(incident => incident.CaseId == id.CaseId.Value && incident.IncidentId == id.Id, cancellationToken);
        return row is null ? null : Shown(row, await _seals.OfAsync([id.CaseId], cancellationToken));
    }

    /// <summary>Runs the faulted step again.</summary>
    public Task<IncidentOutcome> RetryAsync(IncidentId id, string? reason, Actor actor, CancellationToken cancellationToken) =>
        ActAsync(id, new ResolveIncident(id.Id, IncidentResolution.Retried, Trimmed(reason)), actor, cancellationToken);

    /// <summary>Closes it without further work.</summary>
    public Task<IncidentOutcome> ResolveAsync(IncidentId id, string? reason, Actor actor, CancellationToken cancellationToken) =>
        ActAsync(id, new ResolveIncident(id.Id, IncidentResolution.Dismissed, Trimmed(reason)), actor, cancellationToken);

    /// <summary>Lets the step end through a port that a person chose.</summary>
    public Task<IncidentOutcome> OverrideAsync(IncidentId id, string outcome, JsonElement? outputs, string? reason, Actor actor, CancellationToken cancellationToken) =>
        ActAsync(id, new ResolveIncident(id.Id, IncidentResolution.Overridden, Trimmed(reason), outcome, outputs), actor, cancellationToken);

    /// <summary>Undoes what the steps of a scope did at agencies, then does what follows. The incident stays open meanwhile; the undoing takes as long as the agencies do.</summary>
    /// <param name="id">Which incident.</param>
    /// <param name="scope">Id or name of a container or activity, <c>case</c>, or null for the container around the faulted step.</param>
    /// <param name="then">What follows.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public async Task<IncidentOutcome> CompensateAsync(IncidentId id, string? scope, CompensationFollowUp then, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        if (Trimmed(reason) is not { } why) return new IncidentOutcome.ReasonRequired();
        JsonElement? marks = null;
        if (then == CompensationFollowUp.Cancel && await _runtime.FindAsync(id.CaseId, cancellationToken) is { } state && CaseStanding.Of(state, null) is { } standing
            && StatusTable.Plan(standing.Status, Stopped) is Transition.Allowed allowed)
        {
            marks = CaseMarks.ToJson(new Dictionary<string, StatusMark>(StringComparer.Ordinal)
            {
                [CaseMarks.Status] = new(Stopped, new BilingualText(why, why), _time.GetUtcNow(), allowed.Path),
            });
        }

        return await ActAsync(id, new CompensateIncident(id.Id, Trimmed(scope), then, why, marks), "Compensated", actor, cancellationToken);
    }

    /// <summary>Runs all faulted steps of one cause again, at most <see cref="MostAtOnce"/> a call.</summary>
    public Task<BulkOutcome> RetryAllAsync(IncidentSearch search, string? reason, Actor actor, CancellationToken cancellationToken) =>
        ActOnAllAsync(search, id => RetryAsync(id, reason, actor, cancellationToken), cancellationToken);

    /// <summary>Closes all of one cause, at most <see cref="MostAtOnce"/> a call.</summary>
    public Task<BulkOutcome> ResolveAllAsync(IncidentSearch search, string reason, Actor actor, CancellationToken cancellationToken) =>
        ActOnAllAsync(search, id => ResolveAsync(id, reason, actor, cancellationToken), cancellationToken);

    private async Task<BulkOutcome> ActOnAllAsync(IncidentSearch search, Func<IncidentId, Task<IncidentOutcome>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        List<CaseIncidentRow> rows;
        await using (var context = await _contexts.CreateDbContextAsync(cancellationToken))
            rows = await Ordered(Filter(context, search with { OnlyOpen = true })).Take(MostAtOnce + 1).ToListAsync(cancellationToken);
        var done = new List<IncidentId>();
        var failed = new Dictionary<IncidentId, string>();
        foreach (var row in rows.Take(MostAtOnce))
        {
            var id = new IncidentId(new CaseId(row.CaseId), row.IncidentId);
            var outcome = await act(id);
            if (outcome is IncidentOutcome.Done or IncidentOutcome.AlreadyClosed) done.Add(id);
            else failed[id] = CodeOf(outcome);
        }

        return new BulkOutcome(done, failed, rows.Count > MostAtOnce);
    }

    private async Task<IncidentOutcome> ActAsync(IncidentId id, ResolveIncident command, Actor actor, CancellationToken cancellationToken) =>
        command.Resolution != IncidentResolution.Retried && command.Reason is null
            ? new IncidentOutcome.ReasonRequired()
            : await ActAsync(id, command, command.Resolution.ToString(), actor, cancellationToken);

    private async Task<IncidentOutcome> ActAsync(IncidentId id, CaseCommand command, string act, Actor actor, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } incident) return new IncidentOutcome.NotFound();
        if (incident.ResolvedAt is not null) return new IncidentOutcome.AlreadyClosed();
        IncidentOutcome outcome = await _runtime.SendAsync(id.CaseId, command, actor, cancellationToken) switch
        {
            CommandOutcome.Accepted => new IncidentOutcome.Done(),
            CommandOutcome.Rejected { Code: "incident-gone" } => new IncidentOutcome.AlreadyClosed(),
            CommandOutcome.Rejected rejected => new IncidentOutcome.Refused(rejected.Code, rejected.Message),
            CommandOutcome.Unavailable unavailable => new IncidentOutcome.Unavailable(unavailable.Message),
            _ => new IncidentOutcome.NotFound(),
        };
        CasesTelemetry.Acts.Add(1, new("act", act), new("outcome", outcome.GetType().Name));
        return outcome;
    }

    private static IQueryable<CaseIncidentRow> Filter(CasesDbContext context, IncidentSearch search)
    {
        var query = context.Incidents.AsNoTracking();
        if (search.OnlyOpen) query = query.Where(incident => incident.ResolvedAt == null);
        if (search.Code is { } code) query = query.Where(incident => incident.Code == code);
        if (search.Owner is { } owner) query = query.Where(incident => incident.Owner == owner);
        if (search.Localities.IsDefaultOrEmpty) return query;
        var localities = search.Localities.ToArray();
        return query.Where(incident => incident.Locality == null || localities.Contains(incident.Locality));
    }

    private static IQueryable<CaseIncidentRow> Ordered(IQueryable<CaseIncidentRow> query) =>
        query.OrderBy(incident => incident.OpenedAt).ThenBy(incident => incident.CaseId).ThenBy(incident => incident.IncidentId);

    private static string? Trimmed(string? reason) => string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();

    private static string CodeOf(IncidentOutcome outcome) => outcome switch
    {
        IncidentOutcome.Refused refused => refused.Code,
        IncidentOutcome.ReasonRequired => "reason-required",
        IncidentOutcome.NotFound => "incident-not-found",
        _ => "unavailable",
    };

    private static IncidentView Shown(CaseIncidentRow row, OpenedSeals opened) => new()
    {
        Id = new IncidentId(new CaseId(row.CaseId), row.IncidentId),
        Number = row.Number,
        Locality = row.Locality,
        Code = row.Code,
        Message = opened.Text(new CaseId(row.CaseId), CaseTables.Incidents.Name, row.Message),
        Detail = opened.Optional(new CaseId(row.CaseId), CaseTables.Incidents.Name, row.Detail),
        Owner = row.Owner,
        ActivityId = row.ActivityId,
        OpenedAt = VietnamTime.Of(row.OpenedAt),
        ResolvedAt = row.ResolvedAt is { } at ? VietnamTime.Of(at) : null,
        Resolution = row.Resolution,
        Reason = opened.Optional(new CaseId(row.CaseId), CaseTables.Incidents.Name, row.Reason),
    };
}
