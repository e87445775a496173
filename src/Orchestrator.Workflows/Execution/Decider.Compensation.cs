using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Execution;

/// <summary>Compensation: what a person starts from an incident, and what runs that undo others need.</summary>
internal sealed partial class Decider
{
    private Decision Compensate(CompensateIncident command)
    {
        if (!State.Incidents.TryGetValue(command.IncidentId, out var incident))
            return new Decision.Rejected("incident-gone", $"Expected the incident '{command.IncidentId}' to be open, but it is not; look at the case's open incidents.");
        if (string.IsNullOrWhiteSpace(command.Reason))
            return new Decision.Rejected("reason-required", "Expected a reason for undoing what was done, but got none; give one.");
        if (RunningCompensationFor(incident.Id) is not null) return UnderWay;
        var faulted = incident.ExecutionId is { } id ? State.Executions[id] : null;
        if (faulted is not null && IsPartOfCompensation(faulted))
            return new Decision.Rejected("compensation-of-compensation", "Expected the incident of something that was done, but this is the incident of a compensation, which is never undone itself; retry, override or resolve it.");
        if (State.IsHeld)
            return new Decision.Rejected("case-held", "Expected a case that may run, but it is held by a runaway incident; settle that one first.");
        var frame = faulted is null ? null : ActivityOf(faulted.Id).Frame;
        if (command.Scope is { Length: > 0 } scope && scope != CompensationScope.WholeCase && KeyOf(frame, scope) is null)
            return new Decision.Rejected("unknown-scope", $"Expected the id or name of an activity as scope, or 'case', but '{scope}' is none; look at the diagram.");

        var run = State.ExecutionCount + 1;
        var activity = workflow.Compensations.Values.First(one => one.Id == CompiledCompensations.Suffix);
        Emit(new ActivityStarted(run, null, activity.Id, activity.NodeId, activity.Node.Type, activity.Node.Name, Json.Object(
            ("Scope", command.Scope), ("OnFailure", "Wait"), ("Incident", incident.Id), ("Around", faulted?.ParentId), ("Then", command.Then.ToString()),
            ("Reason", command.Reason), ("Marks", command.Marks))));
        Guard(run, turn => activity.Behaviour.Execute(turn));
        Run();
        return Finish();
    }

    /// <summary>What a person wanted to follow on the compensation.</summary>
    /// <param name="done">The compensation, completed.</param>
    /// <param name="container">The run of the container that was its scope, or null.</param>
    public void FollowCompensation(ActivityExecution done, long? container)
    {
        var inputs = done.AllInputs();
        var incident = State.Incidents.GetValueOrDefault(inputs.Text("Incident") ?? "");
        var reason = inputs.Text("Reason") ?? "";
        switch (inputs.Text("Then"))
        {
            case nameof(CompensationFollowUp.Cancel):
                GiveUpCase(reason, inputs.Member("Marks"));
                return;
            case nameof(CompensationFollowUp.Retry) when incident is not null:
                RunAgain(incident, container, reason);
                break;
        }

        // The drawn root may have completed meanwhile; the case waited for this.
        if (!_ended && !State.Children.ContainsKey(0) && !_queue.Any(work => work.ParentId is null)) End(CaseSubStatus.Finished);
    }

    /// <summary>The container's run around the incident that a compensation was started from, or null at the root.</summary>
    public static long? AroundIncident(ActivityExecution compensation) =>
        compensation.AllInputs().Member("Around") is { ValueKind: JsonValueKind.Number } around ? around.GetInt64() : null;

    /// <summary>The key of an activity that a scope names; null when there is none.</summary>
    public string? KeyOf(CompiledFrame? frame, string named) =>
        frame?.IdsByName.GetValueOrDefault(named) ?? workflow.IdsByName.GetValueOrDefault(named);

    /// <summary>Runs that are about to be undone.</summary>
    public IEnumerable<ScheduledWork> ScheduledCompensations => _queue.Where(work => work.Compensates is not null);

    /// <summary>Compensations that wait for each other have no event to wake them: whatever ends one may let another go on.</summary>
    private LinkedListNode<ScheduledWork>? NextAfterWakingCompensations()
    {
        while (!_ended && _queue.First is null && WaitThatCanGoOn() is { } waiting) Wake(waiting, BookmarkEnd.Resumed, null, new Resumption.ByEvent(null));
        return _ended ? null : _queue.First;
    }

    private Bookmark? WaitThatCanGoOn()
    {
        foreach (var (_, bookmark) in State.Bookmarks)
        {
            if (bookmark.Name == Activities.Compensation.Compensate.OthersName && ActivityOf(bookmark.ExecutionId) is { Behaviour: Activities.Compensation.Compensate } activity
                && Activities.Compensation.Compensate.CanGoOn(new ExecutionTurn(this, bookmark.ExecutionId, activity))) return bookmark;
        }

        return null;
    }

    /// <summary>The scope is run again from its beginning: what was undone in it must be done again.</summary>
    private void RunAgain(Incident incident, long? container, string reason)
    {
        var repeated = container is { } scope && IsRunning(scope) ? State.Executions[scope]
            : incident.ExecutionId is { } id && State.Executions[id].Status == ExecutionStatus.Faulted ? State.Executions[id]
            : null;
        var locals = repeated is null ? null : LocalsOf(repeated);
        Emit(new IncidentResolved(incident.Id, IncidentResolution.Retried, reason));
        if (repeated is null)
        {
            RequestAgain(incident);
            return;
        }

        if (repeated.Status == ExecutionStatus.Running) Cancel(repeated.Id);
        Schedule(new ScheduledWork(repeated.NodeId, repeated.ParentId, repeated.Tag, locals, repeated.Id));
    }

    private static Decision.Rejected UnderWay => new(
        "compensation-under-way",
        $"Expected an incident that nobody works on, but its compensation is under way; wait for its end, or cancel the activity '{CompiledCompensations.Suffix}'.");

    private ActivityExecution? RunningCompensationFor(string incidentId) => ChildrenOf(0).Select(id => State.Executions[id])
        .FirstOrDefault(run => IsCompensationOnDemand(run) && run.AllInputs().Text("Incident") == incidentId);

    private static bool IsCompensationOnDemand(ActivityExecution run) => run.ParentId is null && run.ActivityId == CompiledCompensations.Suffix;

    private bool IsPartOfCompensation(ActivityExecution run) => run.Compensates is not null || ActivityOf(run.Id).Behaviour is Activities.Compensation.Compensate;

    private bool IsCompensating => ChildrenOf(0).Any(id => IsCompensationOnDemand(State.Executions[id]));

    private JsonElement CompensationInputs(long run) =>
        ActivityOf(run).Behaviour.CompensationOf(State.Executions[run]) is CompensationNeed.With(var inputs) ? inputs : JsonMembers.EmptyObject;

    /// <summary>
    /// The key under which a run is undone: the same whoever asks for it and however often, so that it is undone once. Only after an agency has refused for good
    /// does a retry ask anew.
    /// </summary>
    private string? CompensationKey(long executionId)
    {
        if (State.Executions.GetValueOrDefault(executionId)?.Compensates is not { } run) return null;
        var refusals = State.Executions.Values.Count(one => one.Compensates == run && one.Fault?.Code == FaultCodes.CompensationRefused);
        return string.Create(CultureInfo.InvariantCulture, $"{State.CaseId}-x{run}{(refusals > 0 ? $"-{refusals + 1}" : "")}");
    }
}
