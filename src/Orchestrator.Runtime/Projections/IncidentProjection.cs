using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Runtime.Projections;

/// <summary>Incidents, open and closed.</summary>
internal sealed class IncidentProjection : ICaseProjection
{
    public const string Table = "incidents";

    private static readonly TableSpec Incidents = new(
        Table,
        [new("case_id", Uuid), new("incident_id", Text)],
        [
            new("code", Text), new("message", Text) { IsSealed = true }, new("detail", Text) { IsSealed = true }, new("owner", Text), new("activity_id", Text), new("node_id", Text),
            new("opened_at", Instant), new("resolved_at", Instant), new("resolution", Text), new("reason", Text) { IsSealed = true },
        ]);

    public IReadOnlyList<TableSpec> Tables => [Incidents];

    public void Project(CaseCommit commit, IRowSink rows)
    {
        for (var index = 0; index < commit.Events.Count; index++)
        {
            switch (commit.Events[index])
            {
                case IncidentOpened { Incident: var incident }:
                    Write(rows, commit.CaseId, incident, null, null);
                    break;
                case IncidentResolved resolved when Find(commit, resolved.IncidentId) is { } incident:
                    Write(rows, commit.CaseId, incident, commit.Entries[index].At, resolved);
                    break;
            }
        }
    }

    private static Incident? Find(CaseCommit commit, string id) =>
        commit.Before?.Incidents.GetValueOrDefault(id)
        ?? commit.Events.OfType<IncidentOpened>().LastOrDefault(opened => opened.Incident.Id == id)?.Incident;

    private static void Write(IRowSink rows, CaseId caseId, Incident incident, DateTimeOffset? resolvedAt, IncidentResolved? resolved) =>
        rows.Upsert(
            Incidents, caseId, incident.Id, incident.Fault.Code, incident.Fault.Message, incident.Fault.Detail, incident.Owner,
            incident.ActivityId, incident.NodeId, incident.OpenedAt, resolvedAt, resolved?.Resolution, resolved?.Reason);
}
