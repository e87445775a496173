using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Execution;

/// <summary>What each command does to a case.</summary>
internal sealed partial class Decider
{
    public Decision Decide(CaseCommand command)
    {
        if (State.IsErased)
            return new Decision.Rejected("case-erased", $"Expected a case with its data for {command.GetType().Name}, but they were erased; nothing can happen to it any more.");

        if (command is EraseCase erase) return Erase(erase);

        if (command is RecordMark mark)
        {
            Emit(new MarkRecorded(mark.Name, mark.Data, null));
            return new Decision.Accepted(_events, State, State.HasScheduledWork);
        }

        if (command is ReportIncident report) return Report(report);

        // Calls without a waiting activity, and incidents of them, outlive the case that asked for them.
        if (_ended && command is not (RecordAttempt or CompleteEffect or FailEffect or RepeatEffect or ResolveIncident))
            return command is Continue ? new Decision.Accepted([], State, false) : CaseEnded(command);

        return command switch
        {
            Continue => Proceed(),
            DeliverEvent e => Deliver(e),
            FireTimer t => Resume(t.BookmarkId, b => b.DueAt is not null, BookmarkEnd.Fired, null, new Resumption.ByTimer()),
            CompleteTask t => Resume(t.BookmarkId, b => b.Kind == BookmarkKind.Task, BookmarkEnd.Resumed, t.Result, new Resumption.ByTask(t.Result)),
            ReceiveRequest r => Resume(r.BookmarkId, b => b.Kind == BookmarkKind.Http, BookmarkEnd.Resumed, r.Request, new Resumption.ByRequest(r.Request)),
            CompleteChild c => Resume(c.BookmarkId, b => b.Kind == BookmarkKind.Child, BookmarkEnd.Resumed, c.Output, new Resumption.ByChild(c.Child, c.SubStatus, c.Output)),
            RecordAttempt a => Attempt(a),
            CompleteEffect e => Complete(e),
            FailEffect e => Fail(e),
            RepeatEffect r => Repeat(r),
            AwaitByParent a => Await(a),
            CancelCase c => Cancel(c),
            ResolveIncident r => Resolve(r),
            CompensateIncident c => Compensate(c),
            AlterCase a => Alter(a),
            _ => new Decision.Rejected("unknown-command", $"Expected a command that the engine knows, but got {command.GetType().Name}; use one of its own."),
        };
    }

    private Decision Erase(EraseCase command)
    {
        if (string.IsNullOrWhiteSpace(command.Basis))
            return new Decision.Rejected("basis-required", "Expected the legal basis of the erasure, but it is empty; name it.");
        if (!_ended || !State.Effects.IsEmpty)
            return new Decision.Rejected("case-runs", "Expected a case that has ended with nothing left to do outside, but it goes on; erase it when it has ended, or end it first.");
        if (!State.Incidents.IsEmpty)
            return new Decision.Rejected("incidents-open", "Expected a case without open incidents, but it has some; resolve them first.");
        Emit(new CaseErased(command.Basis.Trim(), command.ProposedBy, command.ApprovedBy));
        return new Decision.Accepted(_events, State, false);
    }

    private static Decision.Rejected CaseEnded(CaseCommand command) =>
        new("case-ended", $"Expected a case that has not ended for {command.GetType().Name}, but it has; look at its history.");

    private Decision Proceed()
    {
        Run();
        return Finish();
    }

    private Decision Deliver(DeliverEvent command)
    {
        var waiting = new List<Bookmark>(capacity: 1);
        foreach (var (_, bookmark) in State.Bookmarks)
        {
            if (bookmark.Kind == BookmarkKind.Event && string.Equals(bookmark.Name, command.Name, StringComparison.Ordinal)) waiting.Add(bookmark);
        }

        if (waiting.Count == 0)
            return new Decision.Rejected("nobody-waits", $"Expected an activity that waits for the event '{command.Name}', but there is none; send it when the case has come that far.");

        foreach (var bookmark in waiting.Count == 1 ? waiting : waiting.OrderBy(b => b.ExecutionId).ToList())
        {
            if (_ended || !State.Bookmarks.ContainsKey(bookmark.Id)) continue;
            Wake(bookmark, BookmarkEnd.Resumed, command.Payload, new Resumption.ByEvent(command.Payload));
            Run();
        }

        return Finish();
    }

    private Decision Resume(string bookmarkId, Func<Bookmark, bool> fits, BookmarkEnd end, JsonElement? payload, Resumption resumption)
    {
        if (!State.Bookmarks.TryGetValue(bookmarkId, out var bookmark) || !fits(bookmark))
            return new Decision.Rejected("bookmark-gone", $"Expected the bookmark '{bookmarkId}' to wait for this, but it does not any more; look at what the case waits for now.");
        Wake(bookmark, end, payload, resumption);
        Run();
        return Finish();
    }

    private void Wake(Bookmark bookmark, BookmarkEnd end, JsonElement? payload, Resumption resumption)
    {
        Emit(new BookmarkRemoved(bookmark.Id, end, payload, payload is not null && HidesOutputs(bookmark.ExecutionId) ? true : null));

        // An answer of an effect is settled by the command itself; whatever else ends the wait makes the effect useless.
        if (resumption is not (Resumption.ByEffect or Resumption.ByFailure)) AbandonEffectsOf(bookmark.Id);
        Guard(bookmark.ExecutionId, (Bookmark: bookmark, Resumption: resumption), static (turn, woken) => turn.Activity.Behaviour.Resume(turn, woken.Bookmark, woken.Resumption));
        if (!_ended && IsRunning(bookmark.ExecutionId) && !IsWaiting(bookmark.ExecutionId))
        {
            Fail(bookmark.ExecutionId, new Fault(FaultCodes.Unexpected,
                $"Expected '{ActivityOf(bookmark.ExecutionId).Node.Label}' to complete, wait or fault after its wait, but it did none of them; report this, then retry or override."));
        }
    }

    private Decision Attempt(RecordAttempt command)
    {
        if (!State.Effects.ContainsKey(command.EffectId)) return EffectGone(command.EffectId);
        Emit(new EffectAttempted(command.EffectId, command.Attempt));
        return new Decision.Accepted(_events, State, State.HasScheduledWork);
    }

    private Decision Complete(CompleteEffect command)
    {
        if (!State.Effects.TryGetValue(command.EffectId, out var effect)) return EffectGone(command.EffectId);
        if (command.Attempt is { } attempt) Emit(new EffectAttempted(effect.Id, attempt));

        // An activity that is refused by now cannot use its answer: its retry must ask under the same key.
        var isUsed = !State.Executions.TryGetValue(effect.ExecutionId, out var asking) || workflow.Find(asking.NodeId)?.Behaviour is not RefusedActivity { IsUnknown: true };
        Emit(new EffectSettled(effect.Id, isUsed ? EffectEnd.Done : EffectEnd.Failed));

        // The start of a child case is done when the child exists; the wait goes on until the child ends.
        if (effect.BookmarkId is { } id && State.Bookmarks.TryGetValue(id, out var bookmark) && bookmark.Kind != BookmarkKind.Child)
            Wake(bookmark, BookmarkEnd.Resumed, command.Outputs, new Resumption.ByEffect(command.Outcome, command.Outputs));
        Run();
        return Finish();
    }

    private Decision Fail(FailEffect command)
    {
        if (!State.Effects.TryGetValue(command.EffectId, out var effect)) return EffectGone(command.EffectId);
        if (command.Attempt is { } attempt) Emit(new EffectAttempted(effect.Id, attempt));
        Emit(new EffectSettled(effect.Id, EffectEnd.Failed));
        if (effect.BookmarkId is { } id && State.Bookmarks.TryGetValue(id, out var bookmark))
        {
            Wake(bookmark, BookmarkEnd.Resumed, null, new Resumption.ByFailure(command.Fault));
        }
        else
        {
            var execution = State.Executions.GetValueOrDefault(effect.ExecutionId);
            Open(execution?.Id, execution is null ? null : workflow.Activity(execution.NodeId), command.Fault with { Detail = command.Fault.Detail ?? $"{effect.Kind} {effect.Id}" }, effect.Id);
        }

        Run();
        return Finish();
    }

    private Decision Repeat(RepeatEffect command)
    {
        if (string.IsNullOrWhiteSpace(command.Reason))
            return new Decision.Rejected("reason-required", "Expected a reason for asking once more, but got none; give one.");
        if (State.Effects.Values.Any(effect => effect.IdempotencyKey == command.Effect.IdempotencyKey))
            return new Decision.Rejected("effect-pending", $"Expected '{command.Effect.Id}' to be settled, but its request is pending; wait for its answer.");
        Note("repeat-effect", command.Reason, State.Executions.ContainsKey(command.Effect.ExecutionId) ? command.Effect.ExecutionId : null, ("effect", command.Effect.Id));
        Emit(new EffectRequested(command.Effect with { Id = NextEffectId(), BookmarkId = null }));
        return new Decision.Accepted(_events, State, State.HasScheduledWork);
    }

    private Decision Await(AwaitByParent command)
    {
        if (State.Started.Parent is not { } parent)
            return new Decision.Rejected("no-parent", "Expected a case that another one dispatched, but nobody did; start it by a dispatching activity.");
        if (parent.BookmarkId != command.BookmarkId) Emit(new ParentWaits(command.BookmarkId));
        return new Decision.Accepted(_events, State, State.HasScheduledWork);
    }

    private Decision Cancel(CancelCase command)
    {
        GiveUpCase(command.Reason, command.Marks);
        return Finish();
    }

    private void GiveUpCase(string reason, JsonElement? given)
    {
        if (given is { ValueKind: JsonValueKind.Object } marks)
        {
            foreach (var mark in marks.EnumerateObject()) Emit(new MarkRecorded(mark.Name, mark.Value, null));
        }

        Emit(new MarkRecorded("cancellation", Definitions.Json.Object(("reason", reason)), null));
        foreach (var effect in State.Effects.Keys.ToArray()) Emit(new EffectSettled(effect, EffectEnd.Abandoned));
        End(CaseSubStatus.Cancelled);
    }

    private Decision Report(ReportIncident command)
    {
        if (State.Marks.TryGetValue(command.Key, out var known) && known.ValueKind == JsonValueKind.Object
            && known.TryGetProperty("incident", out var incident) && State.Incidents.ContainsKey(incident.GetString() ?? string.Empty))
            return new Decision.Rejected("incident-known", $"Expected something new about '{command.Key}', but its incident is open; close that one first.");
        Open(null, null, command.Fault);
        Emit(new MarkRecorded(command.Key, Definitions.Json.Object(("incident", ((IncidentOpened)_events[^1]).Incident.Id), ("data", command.Data)), null));
        return new Decision.Accepted(_events, State, State.HasScheduledWork);
    }

    private static Decision.Rejected EffectGone(string effectId) =>
        new("effect-gone", $"Expected the effect '{effectId}' to be pending, but it is settled or was never asked for; nothing is to be done.");

}
