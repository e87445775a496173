using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Finds the activity that an event is about, so that a reader of the journal need not fold it.</summary>
/// <param name="before">The case before the decision, or null for a start.</param>
/// <param name="events">The decision.</param>
internal sealed class EntryActivity(CaseState? before, IReadOnlyList<CaseEvent> events)
{
    /// <summary>The activity's id, or null for an event about the case as a whole.</summary>
    public string? Of(CaseEvent change) => change switch
    {
        ActivityStarted started => started.ActivityId,
        ActivityCompleted completed => OfExecution(completed.ExecutionId),
        ActivityCanceled canceled => OfExecution(canceled.ExecutionId),
        ActivityFaulted faulted => OfExecution(faulted.ExecutionId),
        NotCompensated left => OfExecution(left.ExecutionId),
        VariableSet set => OfExecution(set.ScopeExecutionId),
        BookmarkCreated created => created.Bookmark.ActivityId,
        BookmarkRemoved removed => before?.Bookmarks.GetValueOrDefault(removed.BookmarkId)?.ActivityId
            ?? events.OfType<BookmarkCreated>().FirstOrDefault(made => made.Bookmark.Id == removed.BookmarkId)?.Bookmark.ActivityId,
        EffectRequested requested => OfExecution(requested.Effect.ExecutionId),
        EffectAttempted attempted => OfEffect(attempted.EffectId),
        EffectSettled settled => OfEffect(settled.EffectId),
        MarkRecorded { ExecutionId: { } execution } => OfExecution(execution),
        IncidentOpened opened => opened.Incident.ActivityId,
        IncidentResolved resolved => before?.Incidents.GetValueOrDefault(resolved.IncidentId)?.ActivityId,
        _ => null,
    };

    private string? OfExecution(long id) => before?.Executions.GetValueOrDefault(id)?.ActivityId
        ?? events.OfType<ActivityStarted>().FirstOrDefault(started => started.ExecutionId == id)?.ActivityId;

    private string? OfEffect(string id) =>
        (before?.Effects.GetValueOrDefault(id) ?? events.OfType<EffectRequested>().FirstOrDefault(made => made.Effect.Id == id)?.Effect) is { } effect
            ? OfExecution(effect.ExecutionId)
            : null;
}
