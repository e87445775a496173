using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

internal sealed class CaseQueries(IDbContextFactory<RuntimeDbContext> contexts, Database database, CaseSeals seals) : ICaseQueries
{
    public async Task<IReadOnlyList<CaseId>> WaitingForAsync(
        string eventName, string? correlationId, CaseId after, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        """
        SELECT DISTINCT b.case_id FROM bookmarks b JOIN cases c ON c.case_id = b.case_id
        WHERE b.kind = 'Event' AND b.name = @name AND b.case_id > @after AND (@any OR c.correlation_id = @correlation)
        ORDER BY b.case_id LIMIT @limit
        """,
        [
            ("@name", eventName), ("@after", after.Value), ("@any", correlationId is null), ("@correlation", correlationId ?? ""), ("@limit", limit),
        ],
        row => new CaseId(row.GetGuid(0)), cancellationToken);

    public async Task<IncidentPage> IncidentsAsync(bool open, string? after, int limit, CancellationToken cancellationToken)
    {
        var (at, caseId, id) = Cursor(after) ?? (DateTimeOffset.UnixEpoch, Guid.Empty, "");
        var page = await database.QueryAsync(
            """
            SELECT case_id, incident_id, code, message, detail, owner, activity_id, node_id, opened_at, resolved_at, resolution FROM incidents
            WHERE (opened_at, case_id, incident_id) > (@at, @case, @id) AND (resolved_at IS NULL OR NOT @open)
            ORDER BY opened_at, case_id, incident_id LIMIT @limit
            """,
            [("@at", database.Instant(at)), ("@case", caseId), ("@id", id), ("@open", open), ("@limit", limit + 1)], Read, cancellationToken);
        var opened = await seals.OfAsync([.. page.Select(one => one.CaseId)], cancellationToken);
        return new IncidentPage([.. page.Take(limit).Select(one => Open(one, opened))], page.Count > limit ? Cursor(page[limit - 1]) : null);
    }

    public async Task<CaseCounts> CountAsync(CancellationToken cancellationToken)
    {
        await using var context = contexts.CreateDbContext();
        return new CaseCounts(
            await context.Cases.LongCountAsync(row => row.Status == nameof(CaseStatus.Running), cancellationToken),
            await context.Cases.LongCountAsync(row => row.SubStatus == nameof(CaseSubStatus.Faulted), cancellationToken),
            await context.Incidents.LongCountAsync(row => row.ResolvedAt == null, cancellationToken),
            await context.Effects.LongCountAsync(cancellationToken),
            await context.Bookmarks.LongCountAsync(row => row.DueAt != null, cancellationToken));
    }

    private static CaseIncident Open(CaseIncident one, OpenedSeals seals)
    {
        var fault = one.Incident.Fault;
        return one with
        {
            Incident = one.Incident with
            {
                Fault = fault with { Message = seals.Text(one.CaseId, IncidentProjection.Table, fault.Message), Detail = seals.Optional(one.CaseId, IncidentProjection.Table, fault.Detail) },
            },
        };
    }

    private CaseIncident Read(DbDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var fault = new Fault(row.GetString(2), row.GetString(3), Text(4));
        return new CaseIncident(
            new CaseId(row.GetGuid(0)),
            new Incident(row.GetString(1), null, Text(6), Text(7), fault, row.GetString(5), database.ReadInstant(row, 8)),
            database.ReadOptionalInstant(row, 9),
            Text(10) is { } resolution ? Enum.Parse<IncidentResolution>(resolution) : null);
    }

    private static string Cursor(CaseIncident last) => string.Create(
        CultureInfo.InvariantCulture, $"{last.Incident.OpenedAt.UtcTicks}_{last.CaseId}_{last.Incident.Id}");

    private static (DateTimeOffset At, Guid CaseId, string Id)? Cursor(string? text)
    {
        var parts = text?.Split('_', 3);
        return parts is [var ticks, var caseId, var id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks
            && Guid.TryParse(caseId, out var parsed)
            ? (new DateTimeOffset(at, TimeSpan.Zero), parsed, id)
            : null;
    }
}
