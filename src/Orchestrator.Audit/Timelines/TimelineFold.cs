using System.Globalization;
using Orchestrator.Audit.TimeTravel;
using Orchestrator.Cases;
using Orchestrator.Cases.Activities;
using Orchestrator.Cases.Projections;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Timelines;

/// <summary>Makes a timeline of a journal. Pure.</summary>
public sealed class TimelineFold
{
    private readonly SortedDictionary<long, TimelineStep> _steps = [];
    private readonly Dictionary<string, Bookmark> _bookmarks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (LaneKey Lane, TimelineWait Wait)> _waits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long ExecutionId, TimelineCall Call)> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long?> _incidents = new(StringComparer.Ordinal);
    private readonly List<(PastEntry Entry, long? ExecutionId)> _entries = [];
    private readonly string _language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
    private Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    private TimelineFold()
    {
    }

    /// <summary>The timeline of a case, with names in the language of the caller.</summary>
    public static CaseTimeline Of(CasePast past)
    {
        ArgumentNullException.ThrowIfNull(past);
        var fold = new TimelineFold();
        foreach (var entry in past.Entries)
        {
            if (CasePast.VersionOf(entry.Change) is { } version) fold.UseNamesOf(past.Versions.First(workflow => workflow.VersionId == version));
            fold.Add(entry);
        }

        return fold.Read();
    }

    private void UseNamesOf(CompiledWorkflow workflow) =>
        _labels = (workflow.Definition?.Activities ?? []).DistinctBy(node => node.NodeId).ToDictionary(node => node.NodeId, node => node.LabelIn(_language), StringComparer.Ordinal);

    private void Add(PastEntry past)
    {
        var at = past.Entry.At;
        _entries.Add((past, ExecutionOf(past.Change)));
        switch (past.Change)
        {
            case ActivityStarted started:
                _steps[started.ExecutionId] = new TimelineStep
                {
                    ExecutionId = started.ExecutionId,
                    ActivityId = started.ActivityId,
                    Name = _labels.GetValueOrDefault(started.NodeId) ?? started.Name ?? started.ActivityId,
                    Type = started.Type,
                    StartedAt = at,
                };
                break;
            case ActivityCompleted { ExecutionId: var id } completed:
                Change(id, step => step with { EndedAt = at, Standing = Standing.Done, Port = completed.Outcomes.IsDefaultOrEmpty ? null : completed.Outcomes[0] });
                break;
            case ActivityFaulted { ExecutionId: var id, Fault: var fault }:
                Change(id, step => step with { EndedAt = at, Standing = Standing.Faulted, Fault = fault });
                break;
            case ActivityCanceled { ExecutionId: var id }:
                Change(id, step => step with { EndedAt = at, Standing = Standing.Canceled });
                break;
            case BookmarkCreated { Bookmark: var bookmark }:
                Wait(bookmark, at);
                break;
            case BookmarkRemoved { BookmarkId: var id, End: var end } when _waits.TryGetValue(id, out var open):
                _waits[id] = (open.Lane, open.Wait with { To = at, End = end });
                break;
            case EffectRequested { Effect: var effect }:
                _calls[effect.Id] = (effect.ExecutionId, new TimelineCall(effect.Id, effect.Kind, effect.Payload.Text("agency"), effect.Payload.Text("operation"), effect.IdempotencyKey, at, [], null));
                break;
            case EffectAttempted { EffectId: var id, Attempt: var attempt } when _calls.TryGetValue(id, out var call):
                _calls[id] = (call.ExecutionId, call.Call with { Attempts = [.. call.Call.Attempts, new TimelineAttempt(at, attempt)] });
                break;
            case EffectSettled { EffectId: var id, End: var end } when _calls.TryGetValue(id, out var call):
                _calls[id] = (call.ExecutionId, call.Call with { End = end });
                break;
        }
    }

    private void Wait(Bookmark bookmark, DateTimeOffset at)
    {
        var payload = WaitPayload.From(bookmark.Payload);
        var holder = CaseFileProjection.HolderOf(bookmark, payload);
        var lane = new LaneKey(holder.Kind, holder.Code);
        var name = _steps.GetValueOrDefault(bookmark.ExecutionId)?.Name ?? bookmark.ActivityId;
        _bookmarks[bookmark.Id] = bookmark;
        _waits[bookmark.Id] = (lane, new TimelineWait(bookmark.ExecutionId, bookmark.ActivityId, name, bookmark.Kind, at, null, bookmark.DueAt, payload.IsPaused, null));

        // A step that waits for an agency and, beside it, for its own deadline belongs to the agency.
        Change(bookmark.ExecutionId, step => step with
        {
            Standing = Standing.Waiting,
            EndedAt = null,
            Lane = step.Lane is { Kind: not "system" } kept ? kept : lane,
        });
    }

    private void Change(long executionId, Func<TimelineStep, TimelineStep> change)
    {
        if (_steps.TryGetValue(executionId, out var step)) _steps[executionId] = change(step);
    }

    private long? ExecutionOf(CaseEvent change) => change switch
    {
        ActivityStarted one => one.ExecutionId,
        ActivityCompleted one => one.ExecutionId,
        ActivityFaulted one => one.ExecutionId,
        ActivityCanceled one => one.ExecutionId,
        NotCompensated one => one.ExecutionId,
        BookmarkCreated one => one.Bookmark.ExecutionId,
        BookmarkRemoved one => _bookmarks.GetValueOrDefault(one.BookmarkId)?.ExecutionId,
        EffectRequested one => one.Effect.ExecutionId,
        EffectAttempted one => _calls.TryGetValue(one.EffectId, out var call) ? call.ExecutionId : null,
        EffectSettled one => _calls.TryGetValue(one.EffectId, out var call) ? call.ExecutionId : null,
        MarkRecorded one => one.ExecutionId,
        IncidentOpened one => _incidents[one.Incident.Id] = one.Incident.ExecutionId,
        IncidentResolved one => _incidents.GetValueOrDefault(one.IncidentId),
        VariableSet { ScopeExecutionId: > 0 } one => one.ScopeExecutionId,
        ProgressRecorded one => one.ExecutionId,
        _ => null,
    };

    private CaseTimeline Read()
    {
        var calls = _calls.Values.ToLookup(call => call.ExecutionId, call => call.Call);
        var lanes = _waits.Values.GroupBy(wait => wait.Lane).Select(waits => new TimelineLane(waits.Key, [.. waits.Select(wait => wait.Wait).OrderBy(wait => wait.From)]))
            .OrderBy(lane => lane.Waits[0].From);
        var lines = _entries.Select(entry =>
        {
            var step = entry.ExecutionId is { } id ? _steps.GetValueOrDefault(id) : null;
            var (journal, change) = entry.Entry;
            return new TimelineLine(
                journal.Sequence, journal.At, journal.Kind, TopicOf(change), journal.Actor.ToString(), entry.ExecutionId, step?.Name, step?.Lane, DetailOf(change));
        });
        return new CaseTimeline(
            [.. lanes], [.. _steps.Values.Select(step => step with { Calls = [.. calls[step.ExecutionId]] })], [.. lines],
            _entries[0].Entry.Entry.At, _entries[^1].Entry.Entry.At);
    }

    private LineTopic TopicOf(CaseEvent change) => change switch
    {
        CaseStarted or CaseStatusChanged or CaseMigrated or ParentWaits or NameSet or CorrelationSet => LineTopic.Case,
        ActivityStarted or ActivityCompleted or ActivityCanceled or NotCompensated => LineTopic.Step,
        ActivityFaulted or IncidentOpened or IncidentResolved => LineTopic.Incident,
        EffectRequested or EffectAttempted or EffectSettled => LineTopic.Agency,
        BookmarkCreated { Bookmark.Kind: BookmarkKind.Task } => LineTopic.Task,
        BookmarkRemoved { BookmarkId: var id } when _bookmarks.GetValueOrDefault(id)?.Kind == BookmarkKind.Task => LineTopic.Task,
        BookmarkCreated or BookmarkRemoved => LineTopic.Wait,
        MarkRecorded { Name: var name } => name.StartsWith(CaseMarks.ClaimPrefix, StringComparison.Ordinal) ? LineTopic.Task : LineTopic.Case,
        VariableSet or OutputSet => LineTopic.Data,
        _ => LineTopic.Engine,
    };

    private static string? DetailOf(CaseEvent change) => change switch
    {
        CaseStarted one => string.Create(CultureInfo.InvariantCulture, $"{one.DefinitionId} · {one.Version}"),
        CaseMigrated one => string.Create(CultureInfo.InvariantCulture, $"→ {one.Version}"),
        CaseStatusChanged one => $"{one.Status} / {one.SubStatus}",
        ActivityCompleted { Outcomes: { IsDefaultOrEmpty: false } ports } => string.Join(", ", ports),
        ActivityFaulted one => one.Fault.Code,
        NotCompensated one => one.Reason,
        IncidentOpened one => $"{one.Incident.Fault.Code} → {one.Incident.Owner}",
        IncidentResolved one => one.Reason is null ? one.Resolution.ToString() : $"{one.Resolution}: {one.Reason}",
        EffectRequested one => one.Effect.Payload.Text("operation") ?? one.Effect.Kind,
        EffectAttempted one => string.Create(CultureInfo.InvariantCulture, $"{one.Attempt.Number}: {one.Attempt.Class}{(one.Attempt.Status is { } status ? " " + status : "")}"),
        EffectSettled one => one.End.ToString(),
        BookmarkRemoved one => one.End.ToString(),
        MarkRecorded one => one.Data.Text("status") is { } status ? $"{one.Name}: {status}" : one.Data.Text("outcome") is { } outcome ? $"{one.Name}: {outcome}" : one.Name,
        VariableSet one => one.VariableId,
        OutputSet one => one.Name,
        _ => null,
    };
}
