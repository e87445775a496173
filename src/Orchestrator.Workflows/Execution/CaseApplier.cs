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

        return change switch
        {
            ActivityStarted e => Start(workflow, state, e),
            ActivityCompleted e => Complete(workflow, state, e),
            ActivityFaulted e => Change(state, e.ExecutionId, x => x with { Status = ExecutionStatus.Faulted, Fault = e.Fault }),
            ActivityCanceled e => End(Change(state, e.ExecutionId, x => x with { Status = ExecutionStatus.Canceled }), e.ExecutionId),
            NotCompensated e => Change(state, e.ExecutionId, x => x with { NotCompensated = e.Reason }),
            VariableSet e => state with { Variables = SetVariable(state.Variables, e.ScopeExecutionId, e.VariableId, e.Value) },
            OutputSet e => state with { Outputs = state.Outputs.SetItem(e.Name, e.Value) },
            CorrelationSet e => state with { CorrelationId = e.CorrelationId },
            NameSet e => state with { Name = e.Name },
            BookmarkCreated e => state with { Bookmarks = state.Bookmarks.SetItem(e.Bookmark.Id, e.Bookmark), BookmarkCount = state.BookmarkCount + 1, ActivitiesSinceWait = 0 },
            BookmarkRemoved e => state with { Bookmarks = state.Bookmarks.Remove(e.BookmarkId), ActivitiesSinceWait = 0 },
            EffectRequested e => state with { Effects = state.Effects.SetItem(e.Effect.Id, e.Effect), EffectCount = state.EffectCount + 1 },
            EffectAttempted e => state with { Attempts = state.Attempts.SetItem(e.EffectId, e.Attempt) },
            EffectSettled e => Settle(state, e),
            MarkRecorded e => state with { Marks = state.Marks.SetItem(e.Name, e.Data) },
            IncidentOpened e => state with { Incidents = state.Incidents.SetItem(e.Incident.Id, e.Incident), IncidentCount = state.IncidentCount + 1, IsHeld = state.IsHeld || e.Incident.Fault.Code == FaultCodes.Runaway },
            IncidentResolved e => Resolve(state, e),
            CaseMigrated e => state with { Started = state.Started with { VersionId = e.VersionId, Version = e.Version } },
            CaseStatusChanged e => state with { Status = e.Status, SubStatus = e.SubStatus },
            CaseErased => Erase(state),
            WorkScheduled e => state with { Scheduled = e.Work },
            ProgressRecorded e => state with { Progress = state.Progress.SetItem(e.ExecutionId, e.Positions) },
            _ => throw new InvalidOperationException($"Expected a known kind of entry, but found {change.GetType().Name}; the journal was written by a newer version of the product."),
        };
    }

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

    private static CaseState Erase(CaseState state) => new()
    {
        CaseId = state.CaseId,
        Started = state.Started with { Input = Definitions.Json.Object(), CorrelationId = null, Name = null, Trigger = null },
        Input = Definitions.Json.Object(),
        Status = state.Status,
        SubStatus = state.SubStatus,
        IsErased = true,
    };

    private static CaseState Start(CompiledWorkflow workflow, CaseState state, ActivityStarted e)
    {
        var variables = state.Variables;
        if (workflow.ByNodeId.TryGetValue(e.NodeId, out var activity)) variables = Declare(variables, e.ExecutionId, activity.Variables);
        if (e.Locals is { ValueKind: JsonValueKind.Object } locals)
        {
            foreach (var local in locals.EnumerateObject()) variables = SetVariable(variables, e.ExecutionId, local.Name, local.Value);
        }

        return state with
        {
            Executions = state.Executions.SetItem(e.ExecutionId, new ActivityExecution
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
            }),
            Children = Adopt(state.Children, e.ParentExecutionId ?? 0, e.ExecutionId),
            Variables = variables,
            Scheduled = state.Scheduled.IsEmpty ? state.Scheduled : Unschedule(state.Scheduled, e),
            ExecutionCount = e.ExecutionId,
            ActivitiesSinceWait = state.ActivitiesSinceWait + 1,
        };
    }

    private static CaseState Complete(CompiledWorkflow workflow, CaseState state, ActivityCompleted e)
    {
        var execution = state.Executions[e.ExecutionId] with { Status = ExecutionStatus.Completed, Outcomes = e.Outcomes, Outputs = e.Outputs, UnloggedOutputs = e.UnloggedOutputs, Fault = null, CompletedAs = state.CompletionCount + 1 };
        var result = execution.Compensates is null && execution.Output("Result") is { ValueKind: not JsonValueKind.Undefined } value ? Given(value) : state.LastResult;
        return state with
        {
            Executions = state.Executions.SetItem(e.ExecutionId, execution),
            LastExecutions = state.LastExecutions.SetItem(workflow.ByNodeId.TryGetValue(execution.NodeId, out var activity) ? activity.Key : execution.ActivityId, e.ExecutionId),
            LastResult = result,
            CompletionCount = state.CompletionCount + 1,

            // What it owned is gone, as End does; together, because every step completes activities and each copy of the state counts.
            Children = Leave(state.Children, execution.ParentId ?? 0, e.ExecutionId),
            Variables = state.Variables.Remove(e.ExecutionId),
            Progress = state.Progress.Remove(e.ExecutionId),
        };
    }

    private static CaseState Settle(CaseState state, EffectSettled e)
    {
        var effect = state.Effects[e.EffectId];
        return state with
        {
            Effects = state.Effects.Remove(e.EffectId),
            Attempts = state.Attempts.Remove(e.EffectId),
            FailedEffects = e.End == EffectEnd.Failed ? state.FailedEffects.SetItem(effect.ExecutionId, effect) : state.FailedEffects,
        };
    }

    private static CaseState Resolve(CaseState state, IncidentResolved e)
    {
        var incident = state.Incidents[e.IncidentId];
        state = state with { Incidents = state.Incidents.Remove(e.IncidentId) };
        if (incident.Fault.Code == FaultCodes.Runaway) return state with { IsHeld = false, ActivitiesSinceWait = 0 };

        // A retried execution is replaced by the one that starts next; the faulted one stays among the steps but no longer holds its container.
        return e.Resolution == IncidentResolution.Retried && incident.ExecutionId is { } id ? End(state, id) : state;
    }

    private static CaseState Change(CaseState state, long id, Func<ActivityExecution, ActivityExecution> change) =>
        state with { Executions = state.Executions.SetItem(id, change(state.Executions[id])) };

    /// <summary>A JSON null is written like an absent value, so it must not be told apart from one.</summary>
    private static JsonElement? Given(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value;

    /// <summary>What an ended execution owned is gone.</summary>
    private static CaseState End(CaseState state, long id) => state with
    {
        Children = Leave(state.Children, state.Executions[id].ParentId ?? 0, id),
        Variables = state.Variables.Remove(id),
        Progress = state.Progress.Remove(id),
    };

    private static ImmutableSortedDictionary<long, ImmutableSortedSet<long>> Leave(
        ImmutableSortedDictionary<long, ImmutableSortedSet<long>> children, long parent, long child)
    {
        if (!children.TryGetValue(parent, out var siblings)) return children;
        siblings = siblings.Remove(child);
        return siblings.IsEmpty ? children.Remove(parent) : children.SetItem(parent, siblings);
    }

    private static ImmutableSortedDictionary<long, ImmutableSortedSet<long>> Adopt(
        ImmutableSortedDictionary<long, ImmutableSortedSet<long>> children, long parent, long child) =>
        children.SetItem(parent, children.TryGetValue(parent, out var siblings) ? siblings.Add(child) : [child]);

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
