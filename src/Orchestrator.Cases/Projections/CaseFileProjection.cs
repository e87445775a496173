using System.Text.Json;
using Orchestrator.Cases.Activities;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Tasks;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Projections;

/// <summary>Derives the rows that lists are read from. Everything comes from the journal, so deriving them again gives the same rows.</summary>
internal sealed class CaseFileProjection(DeadlineClock clock) : ICaseProjection
{
    public IReadOnlyList<TableSpec> Tables => CaseTables.All;

    public void Project(CaseCommit commit, IRowSink rows)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(rows);
        ProjectFile(commit, rows);
        var input = CaseInput.From(commit.After.Started.Input);
        for (var index = 0; index < commit.Events.Count; index++)
        {
            var at = commit.Entries[index].At;
            switch (commit.Events[index])
            {
                case BookmarkCreated { Bookmark: var bookmark }:
                    ProjectWait(commit, bookmark, input, at, rows);
                    break;
                case BookmarkRemoved { BookmarkId: var id }:
                    rows.Delete(CaseTables.Waits, commit.CaseId, id);
                    rows.Delete(CaseTables.Tasks, commit.CaseId, id);
                    rows.Delete(CaseTables.Claims, commit.CaseId, id);
                    break;
                case MarkRecorded { Name: var name } mark when name.StartsWith(CaseMarks.PartPrefix, StringComparison.Ordinal):
                    if (mark.Data.Text("outcome") is { } outcome) rows.Upsert(CaseTables.Parts, commit.CaseId, name[CaseMarks.PartPrefix.Length..], outcome, at);
                    break;
                case MarkRecorded { Name: var name } mark when name.StartsWith(CaseMarks.ClaimPrefix, StringComparison.Ordinal):
                    ProjectClaim(commit, name, mark.Data, at, rows);
                    break;
                case IncidentOpened { Incident: var incident }:
                    UpsertIncident(commit.CaseId, incident, input, null, null, null, rows);
                    break;
                case IncidentResolved resolved when IncidentOf(commit, resolved.IncidentId) is { } incident:
                    UpsertIncident(commit.CaseId, incident, input, at, resolved.Resolution.ToString(), resolved.Reason, rows);
                    break;
            }
        }
    }

    private void ProjectFile(CaseCommit commit, IRowSink rows)
    {
        // The rows of an ended case stay as they were at its end: the moment of the end is in that commit alone.
        if (commit.Before is { } before && CaseStanding.HasEnded(before) && CaseStanding.HasEnded(commit.After)) return;
        if (commit.Before is not null && !commit.Events.Any(change => change is MarkRecorded or CaseStatusChanged or BookmarkCreated or BookmarkRemoved)) return;
        DateTimeOffset? finishedAt = CaseStanding.HasEnded(commit.After) ? commit.Entries[^1].At : null;
        if (CaseStanding.Of(commit.After, finishedAt) is not { } standing) return;
        if (commit.Before is { } earlier && earlier.SubStatus == commit.After.SubStatus && standing == CaseStanding.Of(earlier, finishedAt)) return;
        var started = commit.After.Started;
        rows.Upsert(
            CaseTables.Files, commit.CaseId, standing.Input.DossierNumber, standing.Input.SecondNumber, standing.Input.ProcedureCode, started.DefinitionId,
            standing.Input.Locality, standing.Status, standing.StatusSince, standing.Input.ReceivedAt, clock.EndOf(standing.Promise.Date),
            standing.Promise.IsProvisional, standing.PausedSince, finishedAt, commit.After.SubStatus.ToString());
    }

    private static void ProjectWait(CaseCommit commit, Bookmark bookmark, CaseInput? input, DateTimeOffset at, IRowSink rows)
    {
        var payload = WaitPayload.From(bookmark.Payload);
        var holder = HolderOf(bookmark, payload);
        rows.Upsert(
            CaseTables.Waits, commit.CaseId, bookmark.Id, holder.Kind, holder.Code, payload.Reason?.Vi, payload.Reason?.En, StepOf(commit.After, bookmark), at,
            bookmark.DueAt, payload.IsPaused);
        if (bookmark.Kind != BookmarkKind.Task || input is null) return;
        var title = TaskPayload.TitleOf(bookmark);
        rows.Upsert(
            CaseTables.Tasks, commit.CaseId, bookmark.Id, input.DossierNumber, bookmark.Name ?? bookmark.ActivityId, title.Vi, title.En, payload.Role,
            TaskPayload.AgencyOf(payload), input.Locality, JsonSerializer.Serialize(TaskPayload.OptionsOf(bookmark), CaseMarks.Json), at, bookmark.DueAt);
    }

    /// <summary>The first who takes a free task has it; what others recorded meanwhile stays in the journal and changes nothing.</summary>
    private static void ProjectClaim(CaseCommit commit, string mark, JsonElement data, DateTimeOffset at, IRowSink rows)
    {
        var id = mark[CaseMarks.ClaimPrefix.Length..];
        if (!commit.After.Bookmarks.ContainsKey(id)) return;
        if (data.Text("by") is not { } by) rows.Delete(CaseTables.Claims, commit.CaseId, id);
        else if (commit.Before is null || CaseMarks.Find<ClaimMark>(commit.Before, mark)?.By is null) rows.Upsert(CaseTables.Claims, commit.CaseId, id, by, at);
    }

    private static void UpsertIncident(
        CaseId caseId, Incident incident, CaseInput? input, DateTimeOffset? resolvedAt, string? resolution, string? reason, IRowSink rows) =>
        rows.Upsert(
            CaseTables.Incidents, caseId, incident.Id, input?.DossierNumber, input?.Locality, incident.Fault.Code, incident.Fault.Message, incident.Fault.Detail,
            incident.Owner, incident.ActivityId, incident.OpenedAt, resolvedAt, resolution, reason);

    private static Incident? IncidentOf(CaseCommit commit, string id) =>
        commit.Before is { } before && before.Incidents.TryGetValue(id, out var open) ? open
        : commit.Events.OfType<IncidentOpened>().FirstOrDefault(opened => opened.Incident.Id == id)?.Incident;

    /// <summary>Who holds the case: what the payload says, else what the kind of the wait tells.</summary>
    public static WaitHolder HolderOf(Bookmark bookmark, WaitPayload payload) => payload.Holder ?? bookmark.Kind switch
    {
        BookmarkKind.Task => new WaitHolder("officer", payload.Agency ?? payload.Role),
        _ => new WaitHolder("system", null),
    };

    /// <summary>Name of the waiting step.</summary>
    public static string StepOf(CaseState state, Bookmark bookmark) =>
        state.Executions.TryGetValue(bookmark.ExecutionId, out var execution) ? execution.Name ?? execution.ActivityId : bookmark.ActivityId;
}
