using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Execution;

/// <summary>Folds one event into a case. Knows no behaviour, no clock and no expression: only this runs when a journal is replayed.</summary>
internal static class CaseApplier
{
    public static CaseState Apply(CompiledWorkflow workflow, CaseState? state, CaseId caseId, CaseEvent change)
    {
        if (change is CaseStarted started) return Start(workflow, caseId, started);
        if (state is null)
            throw new InvalidOperationException($"Expected {nameof(CaseStarted)} as the first entry of case {caseId}, but found {change.GetType().Name}; the journal is damaged.");
        return Fold(workflow, state with { }, long.MaxValue, change);
    }

    /// <summary>Folds an event into a case that nobody else has: a copy of it for each event of a turn would be most of what a turn allocates.</summary>
    /// <param name="workflow">The version that the case keeps.</param>
    /// <param name="owned">The case.</param>
    /// <param name="firstOwned">Executions from this number on are nobody else's either.</param>
    /// <param name="change">What happened.</param>
    /// <returns>The same object, or another one in its place.</returns>
    public static CaseState Fold(CompiledWorkflow workflow, CaseState owned, long firstOwned, CaseEvent change)
    {
        switch (change)
        {
            case ActivityStarted e:
                Start(workflow, owned, e);
                break;
            case ActivityCompleted e:
                Complete(workflow, owned, firstOwned, e);
                break;
            case ActivityFaulted e:
                Change(owned, owned.Executions[e.ExecutionId] with { Status = ExecutionStatus.Faulted, Fault = e.Fault });
                break;
            case ActivityCanceled e:
                Change(owned, owned.Executions[e.ExecutionId] with { Status = ExecutionStatus.Canceled });
                End(owned, e.ExecutionId);
                break;
            case NotCompensated e:
                Change(owned, owned.Executions[e.ExecutionId] with { NotCompensated = e.Reason });
                break;
            case VariableSet e:
                owned.Variables = SetVariable(owned.Variables, e.ScopeExecutionId, e.VariableId, e.Value);
                break;
            case OutputSet e:
                owned.Outputs = owned.Outputs.SetItem(e.Name, e.Value);
                break;
            case CorrelationSet e:
                owned.CorrelationId = e.CorrelationId;
                break;
            case NameSet e:
                owned.Name = e.Name;
                break;
            case BookmarkCreated e:
                owned.Bookmarks = owned.Bookmarks.SetItem(e.Bookmark.Id, e.Bookmark);
                owned.BookmarkCount++;
                owned.ActivitiesSinceWait = 0;
                break;
            case BookmarkRemoved e:
                owned.Bookmarks = owned.Bookmarks.Remove(e.BookmarkId);
                owned.ActivitiesSinceWait = 0;
                break;
            case EffectRequested e:
                owned.Effects = owned.Effects.SetItem(e.Effect.Id, e.Effect);
                owned.EffectCount++;
                break;
            case EffectAttempted e:
                owned.Attempts = owned.Attempts.SetItem(e.EffectId, e.Attempt);
                break;
            case EffectSettled e:
                Settle(owned, e);
                break;
            case MarkRecorded e:
                owned.Marks = owned.Marks.SetItem(e.Name, e.Data);
                break;
            case IncidentOpened e:
                owned.Incidents = owned.Incidents.SetItem(e.Incident.Id, e.Incident);
                owned.IncidentCount++;
                owned.IsHeld |= e.Incident.Fault.Code == FaultCodes.Runaway;
                break;
            case IncidentResolved e:
                Resolve(owned, e);
                break;
            case CaseMigrated e:
                return owned with { Started = owned.Started with { VersionId = e.VersionId, Version = e.Version } };
            case ParentWaits e:
                return owned with { Started = owned.Started with { Parent = owned.Started.Parent! with { BookmarkId = e.BookmarkId } } };
            case CaseStatusChanged e:
                (owned.Status, owned.SubStatus) = (e.Status, e.SubStatus);
                break;
            case CaseErased:
                return Erase(owned);
            case WorkScheduled e:
                owned.Scheduled = e.Work;
                break;
            case ProgressRecorded e:
                owned.Progress = owned.Progress.SetItem(e.ExecutionId, e.Positions);
                break;
            default:
                throw new InvalidOperationException($"Expected a known kind of entry, but found {change.GetType().Name}; the journal was written by a newer version of the product.");
        }

        return owned;
    }

    private static CaseState Erase(CaseState state) => new()
    {
        CaseId = state.CaseId,
        Started = state.Started with { Input = Definitions.Json.Object(), CorrelationId = null, Name = null, Trigger = null },
        Input = Definitions.Json.Object(),
        Status = state.Status,
        SubStatus = state.SubStatus,
        IsErased = true,
    };

    private static CaseState Start(CompiledWorkflow workflow, CaseId caseId, CaseStarted started) => new()
    {
        CaseId = caseId,
        Started = started,
        Input = DeclaredInputs.Of(workflow, started.Input),
        Status = CaseStatus.Running,
        SubStatus = CaseSubStatus.Pending,
        CorrelationId = started.CorrelationId,
        Name = started.Name,
        Variables = Declare(ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>>.Empty, 0, workflow.Variables),
        Scheduled = workflow.Root is { } root ? [new ScheduledWork(root.NodeId, null)] : [],
    };

    private static void Start(CompiledWorkflow workflow, CaseState state, ActivityStarted e)
    {
        var variables = state.Variables;
        if (workflow.ByNodeId.TryGetValue(e.NodeId, out var activity)) variables = Declare(variables, e.ExecutionId, activity.Variables);
        if (e.Locals is { ValueKind: JsonValueKind.Object } locals)
        {
            foreach (var local in locals.EnumerateObject()) variables = SetVariable(variables, e.ExecutionId, local.Name, local.Value);
        }

        state.Executions = state.Executions.SetItem(e.ExecutionId, new ActivityExecution
        {
            Id = e.ExecutionId,
            ParentId = e.ParentExecutionId,
            ActivityId = e.ActivityId,
            NodeId = e.NodeId,
            Type = e.Type,
            Name = e.Name,
            Inputs = e.Inputs,
            UnloggedInputs = e.UnloggedInputs,
            Tag = e.Tag,
            RetryOf = e.RetryOf,
            Compensates = e.Compensates,
        });
        state.Children = Adopt(state.Children, e.ParentExecutionId ?? 0, e.ExecutionId);
        state.Variables = variables;
        if (!state.Scheduled.IsEmpty) state.Scheduled = Unschedule(state.Scheduled, e);
        state.ExecutionCount = e.ExecutionId;
        state.ActivitiesSinceWait++;
    }

    private static void Complete(CompiledWorkflow workflow, CaseState state, long firstOwned, ActivityCompleted e)
    {
        state.CompletionCount++;
        var execution = state.Executions[e.ExecutionId];
        if (e.ExecutionId < firstOwned) execution = execution with { };
        execution.Complete(e, state.CompletionCount);
        if (e.ExecutionId < firstOwned) Change(state, execution);
        if (execution.Compensates is null && execution.Output("Result") is { ValueKind: not JsonValueKind.Undefined } value) state.LastResult = Given(value);
        state.LastExecutions = state.LastExecutions.SetItem(workflow.ByNodeId.TryGetValue(execution.NodeId, out var activity) ? activity.Key : execution.ActivityId, e.ExecutionId);
        End(state, e.ExecutionId);
    }

    private static void Settle(CaseState state, EffectSettled e)
    {
        var effect = state.Effects[e.EffectId];
        state.Effects = state.Effects.Remove(e.EffectId);
        state.Attempts = state.Attempts.Remove(e.EffectId);
        if (e.End == EffectEnd.Failed) state.FailedEffects = state.FailedEffects.SetItem(effect.Id, effect);
    }

    private static void Resolve(CaseState state, IncidentResolved e)
    {
        var incident = state.Incidents[e.IncidentId];
        state.Incidents = state.Incidents.Remove(e.IncidentId);
        if (incident.Fault.Code == FaultCodes.Runaway)
        {
            state.IsHeld = false;
            state.ActivitiesSinceWait = 0;
        }

        // A retried execution is replaced by the one that starts next; the faulted one stays among the steps but no longer holds its container.
        else if (e.Resolution == IncidentResolution.Retried && incident.ExecutionId is { } id) End(state, id);
    }

    private static void Change(CaseState state, ActivityExecution changed) => state.Executions = state.Executions.SetItem(changed.Id, changed);

    /// <summary>A JSON null is written like an absent value, so it must not be told apart from one.</summary>
    private static JsonElement? Given(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value;

    /// <summary>What an ended execution owned is gone.</summary>
    private static void End(CaseState state, long id)
    {
        state.Children = Leave(state.Children, state.Executions[id].ParentId ?? 0, id);
        state.Variables = state.Variables.Remove(id);
        state.Progress = state.Progress.Remove(id);
    }

    private static ImmutableSortedDictionary<long, ImmutableSortedSet<long>> Leave(
        ImmutableSortedDictionary<long, ImmutableSortedSet<long>> children, long parent, long child)
    {
        if (!children.TryGetValue(parent, out var siblings)) return children;
        siblings = siblings.Remove(child);
        return siblings.IsEmpty ? children.Remove(parent) : children.SetItem(parent, siblings);
    }

    private static ImmutableSortedDictionary<long, ImmutableSortedSet<long>> Adopt(
        ImmutableSortedDictionary<long, ImmutableSortedSet<long>> children, long parent, long child) =>
        children.SetItem(parent, children.TryGetValue(parent, out var siblings) ? siblings.Add(child) : ImmutableSortedSet<long>.Empty.Add(child));

    private static ImmutableList<ScheduledWork> Unschedule(ImmutableList<ScheduledWork> scheduled, ActivityStarted e)
    {
        var index = scheduled.FindIndex(w => w.ParentId == e.ParentExecutionId && string.Equals(w.NodeId, e.NodeId, StringComparison.Ordinal) && string.Equals(w.Tag, e.Tag, StringComparison.Ordinal));
        return index < 0 ? scheduled : scheduled.RemoveAt(index);
    }

    private static ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>> Declare(
        ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>> variables, long scope, ImmutableArray<CompiledVariable> declared)
    {
        foreach (var variable in declared)
        {
            if (variable.Default.ValueKind != JsonValueKind.Null) variables = SetVariable(variables, scope, variable.Id, variable.Default);
        }

        return variables;
    }

    private static ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>> SetVariable(
        ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>> variables, long scope, string id, JsonElement value)
    {
        var values = variables.TryGetValue(scope, out var existing) ? existing : ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);
        return variables.SetItem(scope, values.SetItem(id, value));
    }
}
