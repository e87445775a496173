using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.LogPersistence;

namespace Orchestrator.Workflows.Execution;

/// <summary>The life of one execution: start, wait, complete, fault, cancel.</summary>
internal sealed partial class Decider
{
    private static readonly ImmutableArray<string> OnlyDone = [BuiltInBehaviour.Done];

    public CompiledActivity ActivityOf(long executionId) => workflow.Activity(State.Executions[executionId].NodeId);

    public bool IsRunning(long executionId) => State.Executions.TryGetValue(executionId, out var execution) && execution.Status == ExecutionStatus.Running;

    /// <summary>Executions inside a container that have not ended, oldest first; a copy, so that it can be cancelled while it is read.</summary>
    public long[] ChildrenOf(long executionId) => State.Children.TryGetValue(executionId, out var children) ? [.. children] : [];

    public string Wait(long executionId, BookmarkKind kind, string? name, DateTimeOffset? dueAt, JsonElement? payload)
    {
        var execution = State.Executions[executionId];
        var id = string.Create(CultureInfo.InvariantCulture, $"b{State.BookmarkCount + 1}");
        Emit(new BookmarkCreated(new Bookmark(id, executionId, execution.ActivityId, execution.NodeId, kind, name, dueAt, payload is { } given && !given.IsAbsent() ? given : null)));
        return id;
    }

    /// <param name="kind">One of <see cref="EffectKinds"/> or a module's own.</param>
    /// <param name="executionId">Who asks.</param>
    /// <param name="bookmarkId">The bookmark that its end resumes, or null.</param>
    /// <param name="payload">A JSON object.</param>
    /// <param name="key">The idempotency key, or null for one of the effect's own.</param>
    public string Request(string kind, long executionId, string? bookmarkId, JsonElement payload, string? key = null)
    {
        var id = NextEffectId();
        Emit(new EffectRequested(new Effect(
            id, kind, executionId, bookmarkId, key ?? CompensationKey(executionId) ?? RetriedKey(kind, executionId, payload) ?? $"{State.CaseId}-{id}", payload, UnloggedIn(payload, executionId))));
        return id;
    }

    private string NextEffectId() => string.Create(CultureInfo.InvariantCulture, $"e{State.EffectCount + 1}");

    /// <summary>
    /// An effect that was given up may have been done all the same (its answer was lost): a retry of the same request must keep the key, so that it is not done twice.
    /// </summary>
    private string? RetriedKey(string kind, long executionId, JsonElement payload) =>
        State.Executions.TryGetValue(executionId, out var execution)
        && execution.RetryOf is { } repeated
            ? State.FailedEffects.Values.FirstOrDefault(failed => failed.ExecutionId == repeated && failed.Kind == kind && JsonElement.DeepEquals(failed.Payload, payload))?.IdempotencyKey
            : null;

    /// <summary>This run, the one that it repeats, and so on back to the first.</summary>
    public IEnumerable<ActivityExecution> RunsBehind(long executionId)
    {
        for (long? id = executionId; id is { } run; id = State.Executions[run].RetryOf) yield return State.Executions[run];
    }

    public void Complete(long executionId, ReadOnlySpan<string> outcomes, JsonElement? outputs)
    {
        if (!IsRunning(executionId)) return;
        Release(executionId);
        var ports = outcomes.IsEmpty ? OnlyDone : [.. outcomes];
        var recorded = OutputsOf(executionId, outputs);
        Emit(new ActivityCompleted(executionId, ports, recorded.Logged, recorded.Unlogged));
        Tell(executionId, ports);
    }

    /// <summary>Completes an execution that speaks to its containers by a signal instead of by ports.</summary>
    public void EndQuietly(long executionId)
    {
        Release(executionId);
        Emit(new ActivityCompleted(executionId, [], null));
    }

    public void Fail(long executionId, Fault fault)
    {
        if (!IsRunning(executionId)) return;
        Release(executionId);
        Emit(new ActivityFaulted(executionId, fault));
        Open(executionId, ActivityOf(executionId), fault);
        if (State.Executions[executionId] is { ParentId: { } parent } child && IsRunning(parent))
            Guard(parent, turn => ((ContainerBehaviour)turn.Activity.Behaviour).ChildFaulted(turn, child));
    }

    /// <summary>Gives up an execution and everything inside it.</summary>
    public void Cancel(long executionId)
    {
        var execution = State.Executions[executionId];
        if (execution.Status is ExecutionStatus.Completed or ExecutionStatus.Canceled) return;
        Release(executionId);
        Emit(new ActivityCanceled(executionId));
        foreach (var incident in State.Incidents.Values.Where(i => i.ExecutionId == executionId).ToArray())
            Emit(new IncidentResolved(incident.Id, IncidentResolution.Dismissed, "The activity is no longer needed."));
    }

    /// <summary>Calls a behaviour; what it throws becomes a fault of the execution, so that a bug never loses a case.</summary>
    public void Guard(long executionId, Action<ExecutionTurn> call) => Guard(executionId, call, static (turn, call) => call(turn));

    /// <summary>The same with a value for the call, so that it needs no closure.</summary>
    private void Guard<T>(long executionId, T given, Action<ExecutionTurn, T> call)
    {
        var turn = new ExecutionTurn(this, executionId, ActivityOf(executionId));
        try
        {
            call(turn, given);
        }
        catch (ExpressionException problem)
        {
            Fail(executionId, new Fault(problem.Code, problem.Message));
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            Fail(executionId, new Fault(FaultCodes.Unexpected,
                $"Expected the activity to complete, but it failed unexpectedly ({problem.GetType().Name}); report this, then retry.", problem.Message));
        }
    }

    private void Start(ScheduledWork work)
    {
        if (work.ParentId is { } parent && !IsRunning(parent)) return;
        var activity = workflow.Activity(work.NodeId);
        var inputs = default(RecordedValues);
        Fault? fault = null;
        if (work is { Tag: not null, ParentId: { } container })
        {
            fault = MayStart(container, work);
            if (!IsRunning(container)) return;
        }

        var id = State.ExecutionCount + 1;
        try
        {
            if (fault is null) inputs = InputsOf(activity, work, work.Compensates is { } undone ? CompensationInputs(undone) : InputEvaluation.Evaluate(this, activity, work));
        }
        catch (ExpressionException problem)
        {
            fault = new Fault(problem.Code, problem.Message);
        }

        Emit(new ActivityStarted(id, work.ParentId, activity.Id, activity.NodeId, activity.Node.Type, activity.Node.DisplayText ?? activity.Node.Name, inputs.Logged, work.Tag, work.Locals, work.RetryOf, work.Compensates, inputs.Unlogged));
        if (fault is not null)
        {
            Fail(id, fault);
            return;
        }

        Guard(id, activity, static (turn, activity) => activity.Behaviour.Execute(turn));
        if (!_ended && IsRunning(id) && !IsWaiting(id))
        {
            Fail(id, new Fault(FaultCodes.Unexpected,
                $"Expected '{activity.Node.Label}' to complete, wait or fault, but it did none of them; report this, then retry or override."));
        }
    }

    private Fault? MayStart(long container, ScheduledWork work)
    {
        Fault? fault = null;
        Guard(container, turn => fault = ((ContainerBehaviour)turn.Activity.Behaviour).ChildStarting(turn, work));
        return fault;
    }

    private bool IsWaiting(long id) =>
        State.Children.ContainsKey(id) || HoldsBookmark(id) || HasScheduledIn(id);

    private bool HoldsBookmark(long id)
    {
        foreach (var (_, bookmark) in State.Bookmarks)
        {
            if (bookmark.ExecutionId == id) return true;
        }

        return false;
    }

    /// <summary>Tells the container, or ends the case when the root has completed.</summary>
    private void Tell(long executionId, ImmutableArray<string> outcomes)
    {
        var child = State.Executions[executionId];
        if (child.ParentId is not { } parent)
        {
            // A compensation that a person asked for stands beside the root: it says itself what follows, and the case does not end under it.
            if (!IsCompensationOnDemand(child) && !IsCompensating) End(CaseSubStatus.Finished);
            return;
        }

        if (!IsRunning(parent) || _ended) return;
        Guard(parent, (Child: child, Outcomes: outcomes), static (turn, ended) => ((ContainerBehaviour)turn.Activity.Behaviour).ChildCompleted(turn, ended.Child, ended.Outcomes));
    }

    /// <summary>Takes away what an execution holds: waits, effects that only it needs, and everything inside it.</summary>
    private void Release(long executionId)
    {
        // Most executions hold nothing when they end: nothing is made to find that out.
        if (HoldsBookmark(executionId)) ReleaseBookmarks(executionId);
        if (HasScheduledIn(executionId)) UnscheduleIn(executionId);
        foreach (var child in ChildrenOf(executionId)) Cancel(child);
    }

    private void ReleaseBookmarks(long executionId)
    {
        foreach (var bookmark in State.Bookmarks.Values.Where(b => b.ExecutionId == executionId).OrderBy(b => b.Id.Length).ThenBy(b => b.Id, StringComparer.Ordinal).ToArray())
        {
            Emit(new BookmarkRemoved(bookmark.Id, BookmarkEnd.Canceled, null));
            AbandonEffectsOf(bookmark.Id);
        }
    }

    private void UnscheduleIn(long executionId) => Unschedule(w => w.ParentId == executionId);

    private void AbandonEffectsOf(string bookmarkId)
    {
        if (State.Effects.IsEmpty) return;
        foreach (var effect in State.Effects.Values.Where(e => e.BookmarkId == bookmarkId).ToArray())
            Emit(new EffectSettled(effect.Id, EffectEnd.Abandoned));
    }

    public void Open(long? executionId, CompiledActivity? activity, Fault fault, string? effectId = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"i{State.IncidentCount + 1}");
        var owner = activity?.IncidentOwner is { } drawn and not "support" ? drawn : fault.Owner ?? "support";
        Emit(new IncidentOpened(new Incident(id, executionId, activity?.Id, activity?.NodeId, fault, owner, now, effectId)));
    }
}
