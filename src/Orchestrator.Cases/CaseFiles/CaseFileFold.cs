using System.Text.Json;
using Orchestrator.Cases.Activities;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.Incidents;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Projections;
using Orchestrator.Cases.Statuses;
using Orchestrator.Cases.Tasks;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>Makes the page of a case from its state and history. Pure.</summary>
internal sealed class CaseFileFold(CaseState state, CaseHistory history, CompiledWorkflow workflow, Procedure? procedure, SensitivePaths sensitive, DeadlineClock clock, DateTimeOffset now)
{
    /// <summary>The page, or null when the case is no dossier.</summary>
    public CaseFile? Read()
    {
        if (CaseStanding.Of(state, history.FinishedAt) is not { } standing) return null;
        var input = standing.Input;
        var promised = standing.PromisedOn(history.FinishedAt ?? now, clock);
        return new CaseFile
        {
            CaseId = state.CaseId,
            Number = input.DossierNumber,
            SecondNumber = input.SecondNumber,
            ProcedureCode = input.ProcedureCode,
            ProcedureName = procedure?.Name ?? new BilingualText(input.ProcedureCode, input.ProcedureCode),
            Locality = input.Locality,
            Status = StatusTable.Find(standing.Status)!,
            StatusSince = VietnamTime.Of(standing.StatusSince),
            StatusReason = standing.Reason,
            Holders = [.. state.Bookmarks.Values.OrderBy(bookmark => bookmark.ExecutionId).Select(HoldingOf)],
            Next = CaseStanding.HasEnded(state) ? [] : NextSteps(input.Application),
            ReceivedAt = VietnamTime.Of(input.ReceivedAt),
            Promise = new Promise(promised.Date, promised.IsProvisional, standing.PausedSince is not null, standing.Promise.WorkingDays, input.Promise.LegalBasis),
            FinishedAt = history.FinishedAt is { } end ? VietnamTime.Of(end) : null,
            IsOverdue = standing.IsOverdue(history.FinishedAt, now, clock),
            RunStatus = state.SubStatus,
            Steps = [.. history.Steps.Where(IsShown).Select(StepOf)],
            Parts = Parts(input.Application),
            Tasks = [.. state.Bookmarks.Values.Where(bookmark => bookmark.Kind == BookmarkKind.Task).OrderBy(bookmark => bookmark.ExecutionId).Select(bookmark => TaskOf(bookmark, input))],
            Incidents = [.. state.Incidents.Values.Select(incident => IncidentOf(incident, input))],
        };
    }

    private Holding HoldingOf(Bookmark bookmark)
    {
        var payload = WaitPayload.From(bookmark.Payload);
        var holder = CaseFileProjection.HolderOf(bookmark, payload);
        return new Holding(holder.Kind, holder.Code, Since(bookmark), payload.Reason, Local(bookmark.DueAt), payload.IsPaused, CaseFileProjection.StepOf(state, bookmark));
    }

    private IReadOnlyList<string> NextSteps(JsonElement application)
    {
        var drawn = ShownSteps.After(workflow.Definition, state.Bookmarks.Values.Select(bookmark => bookmark.NodeId));
        if (drawn.Count > 0 || procedure is null) return drawn;
        return [.. procedure.PartsOf(application).Where(part => !state.Marks.ContainsKey(CaseMarks.PartPrefix + part.Key)).Select(part => part.Name.Vi)];
    }

    private static bool IsShown(StepRecord step) => step.Started.Compensates is not null || ShownSteps.IsShown(step.Started.Type);

    private Step StepOf(StepRecord record)
    {
        // The part's own limit; the first part of the agency when it has several.
        var limit = record.Agency is null ? null : procedure?.Parts.FirstOrDefault(part => part.Agency == record.Agency)?.WorkingDays;
        DateOnly? due = limit is { } days ? clock.PromisedDate(record.StartedAt, procedure!.CutOff?.Time, days).Date : null;
        return new Step(
            record.Started.ActivityId, record.Started.Name ?? record.Started.ActivityId, record.Started.Type, record.Agency, VietnamTime.Of(record.StartedAt),
            Local(record.EndedAt), record.Outcome, record.Port, due, due is { } day && (record.EndedAt ?? now) > clock.EndOf(day),
            record.Started.Compensates is { } undone ? state.Executions[undone].ActivityId : null, CompensationOf(record.Started.ExecutionId));
    }

    private string? CompensationOf(long step)
    {
        var undoing = state.Executions.Values.Where(run => run.Compensates == step).ToArray();
        return undoing.Any(run => run.Status == ExecutionStatus.Completed) ? "done"
            : undoing.Any(run => run.Status is ExecutionStatus.Running or ExecutionStatus.Faulted) && state.Executions[step].NotCompensated is null ? "running"
            : state.Executions[step].NotCompensated;
    }

    private List<PartResult> Parts(JsonElement application)
    {
        ProcedurePart[] known = procedure is null ? [] : [.. procedure.PartsOf(application)];
        var parts = known.Select(part => PartOf(part.Key, part.Name, part.Agency)).ToList();
        foreach (var key in state.Marks.Keys.Where(name => name.StartsWith(CaseMarks.PartPrefix, StringComparison.Ordinal)).Select(name => name[CaseMarks.PartPrefix.Length..]))
        {
            if (known.All(part => part.Key != key)) parts.Add(PartOf(key, new BilingualText(key, key), null));
        }

        return parts;
    }

    private PartResult PartOf(string key, BilingualText name, string? agency)
    {
        var mark = CaseMarks.Find<PartMark>(state, CaseMarks.PartPrefix + key);
        return new PartResult(key, name, agency, mark?.Outcome ?? "pending", mark?.Reason, mark?.Data is { } data ? sensitive.Apply(data) : null, Local(mark?.At));
    }

    private OfficerTask TaskOf(Bookmark bookmark, CaseInput input)
    {
        var payload = WaitPayload.From(bookmark.Payload);
        var claim = history.ClaimOf(bookmark.Id);
        return new OfficerTask
        {
            Id = new TaskId(state.CaseId, bookmark.Id),
            Number = input.DossierNumber,
            Name = bookmark.Name ?? bookmark.ActivityId,
            Title = TaskPayload.TitleOf(bookmark),
            Role = payload.Role,
            Agency = TaskPayload.AgencyOf(payload),
            Locality = input.Locality,
            Options = TaskPayload.OptionsOf(bookmark),
            Since = Since(bookmark),
            DueAt = Local(bookmark.DueAt),
            ClaimedBy = claim?.By,
            ClaimedAt = Local(claim?.At),
        };
    }

    private IncidentView IncidentOf(Incident incident, CaseInput input) => new()
    {
        Id = new IncidentId(state.CaseId, incident.Id),
        Number = input.DossierNumber,
        Locality = input.Locality,
        Code = incident.Fault.Code,
        Message = incident.Fault.Message,
        Detail = incident.Fault.Detail,
        Owner = incident.Owner,
        ActivityId = incident.ActivityId,
        OpenedAt = VietnamTime.Of(incident.OpenedAt),
    };

    private DateTimeOffset Since(Bookmark bookmark) => VietnamTime.Of(history.WaitsSince(bookmark.Id) ?? now);

    private static DateTimeOffset? Local(DateTimeOffset? at) => at is { } moment ? VietnamTime.Of(moment) : null;
}
