using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Execution;

/// <summary>
/// Decides one command: every change goes through an event that is applied at once, so that the state at the end is by construction what a replay gives.
/// Only the order of work within the turn and the progress of containers live beside it; what is left of them at the end becomes events too.
/// </summary>
internal sealed partial class Decider(CompiledWorkflow workflow, CaseState state, DateTimeOffset now, WorkflowEngineOptions options)
{
    private readonly List<CaseEvent> _events = new(capacity: 12);
    private readonly LinkedList<ScheduledWork> _queue = state.Scheduled.IsEmpty ? new() : new(state.Scheduled);
    private Dictionary<long, ImmutableArray<long>>? _progress;
    private readonly long _firstOwned = state.ExecutionCount + 1;
    private bool _isOwned;
    private int _startedInTurn;
    private bool _ended = state.Status == CaseStatus.Finished && state.SubStatus != CaseSubStatus.Faulted;

    public CompiledWorkflow Workflow => workflow;

    public CaseState State { get; private set; } = state;

    public DateTimeOffset Now => now;

    public bool HasEnded => _ended;

    public int EventCount => _events.Count;

    public WorkflowEngineOptions Options => options;

    public bool IsAtBound => _startedInTurn >= options.MaxActivitiesPerTurn;

    public void Emit(CaseEvent change)
    {
        if (!_isOwned) State = State with { };
        _isOwned = true;
        State = CaseApplier.Fold(workflow, State, _firstOwned, change);
        _events.Add(change);
    }

    public ImmutableArray<long> ProgressOf(long executionId) =>
        _progress is not null && _progress.TryGetValue(executionId, out var overlay) ? overlay : State.Progress.TryGetValue(executionId, out var recorded) ? recorded : [];

    public void Record(long executionId, ImmutableArray<long> positions) => (_progress ??= [])[executionId] = positions;

    public void Schedule(ScheduledWork work) => _queue.AddLast(work);

    /// <summary>Work of one container that has not started yet.</summary>
    public IEnumerable<ScheduledWork> ScheduledIn(long executionId) => _queue.Where(w => w.ParentId == executionId);

    public bool IsScheduled(string nodeId, long parent)
    {
        for (var node = _queue.First; node is not null; node = node.Next)
        {
            if (node.Value.ParentId == parent && string.Equals(node.Value.NodeId, nodeId, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    public bool HasScheduledIn(long executionId)
    {
        for (var node = _queue.First; node is not null; node = node.Next)
        {
            if (node.Value.ParentId == executionId) return true;
        }

        return false;
    }

    public void Unschedule(Func<ScheduledWork, bool> match)
    {
        for (var node = _queue.First; node is not null;)
        {
            var next = node.Next;
            if (match(node.Value)) _queue.Remove(node);
            node = next;
        }
    }

    /// <summary>Starts what is scheduled until nothing is left or the turn is at its bound.</summary>
    public void Run()
    {
        while (!_ended && !State.IsHeld && !IsAtBound && (_queue.First ?? NextAfterWakingCompensations()) is { } first)
        {
            if (State.ActivitiesSinceWait >= options.MaxActivitiesWithoutWait)
            {
                Open(null, null, new Fault(FaultCodes.Runaway,
                    $"Expected the case to wait for something within {options.MaxActivitiesWithoutWait} activities, but it ran on; look for a loop without an end, then retry."));
                break;
            }

            _queue.RemoveFirst();
            _startedInTurn++;
            Start(first.Value);
        }
    }

    public Decision Finish()
    {
        foreach (var (id, positions) in _progress ?? [])
        {
            if (!State.Executions.TryGetValue(id, out var execution) || execution.Status is not ExecutionStatus.Running) continue;
            var before = State.Progress.TryGetValue(id, out var recorded) ? recorded : [];
            if (!before.AsSpan().SequenceEqual(positions.AsSpan())) Emit(new ProgressRecorded(id, positions));
        }

        if (_ended) _queue.Clear();
        if ((_queue.Count > 0 || !State.Scheduled.IsEmpty) && !_queue.SequenceEqual(State.Scheduled)) Emit(new WorkScheduled([.. _queue]));
        UpdateStatus();
        ForgetUnloggedInputs();
        return new Decision.Accepted(_events, State, State.HasScheduledWork);
    }

    /// <summary>Ends the case: nothing of it stays at work.</summary>
    public void End(CaseSubStatus subStatus)
    {
        if (_ended) return;
        _ended = true;
        _queue.Clear();
        foreach (var child in ChildrenOf(0)) Cancel(child);
        foreach (var incident in State.Incidents.Keys.ToArray())
            Emit(new IncidentResolved(incident, IncidentResolution.Dismissed, "The case ended."));
        Emit(new CaseStatusChanged(CaseStatus.Finished, subStatus));
        if (State.Started.Parent is { BookmarkId: not null }) RequestNotifyParent();
    }

    private void RequestNotifyParent() => Request(
        EffectKinds.NotifyParent, executionId: 0, bookmarkId: null,
        Definitions.Json.Object(("status", State.Status.ToString()), ("subStatus", State.SubStatus.ToString()), ("output", Definitions.Json.Object(State.Outputs))));

    private void UpdateStatus()
    {
        if (_ended) return;
        var faulted = State.IsHeld || (!State.Incidents.IsEmpty && State.Incidents.Values.Any(i => i.ExecutionId is { } id && State.Executions[id].Status == ExecutionStatus.Faulted && ActivityOf(id).IncidentStrategy == Definitions.IncidentStrategy.Fault));
        var (status, subStatus) = faulted ? (CaseStatus.Finished, CaseSubStatus.Faulted)
            : State.HasScheduledWork ? (CaseStatus.Running, CaseSubStatus.Executing)
            : (CaseStatus.Running, CaseSubStatus.Suspended);
        if (State.Status != status || State.SubStatus != subStatus) Emit(new CaseStatusChanged(status, subStatus));
    }
}
