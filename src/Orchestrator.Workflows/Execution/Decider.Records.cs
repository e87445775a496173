using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.LogPersistence;

namespace Orchestrator.Workflows.Execution;

/// <summary>What of an activity's values becomes part of its record.</summary>
internal sealed partial class Decider
{
    private RecordedValues InputsOf(CompiledActivity activity, ScheduledWork work, JsonElement? inputs) =>
        work.Compensates is { } undone && KeepsOut(undone) ? new RecordedValues(null, inputs)
            : LogPlanOf(activity) is not { } plan ? new RecordedValues(inputs, null)
            : plan.OfInputs(inputs, options.LogPersistence, new ExecutionScope(this, work.ParentId, work.Locals, activity));

    private RecordedValues OutputsOf(long executionId, JsonElement? outputs)
    {
        if (outputs is null) return default;
        if (State.Executions[executionId].Compensates is { } undone && KeepsOut(undone)) return new RecordedValues(null, outputs);
        var activity = ActivityOf(executionId);
        return LogPlanOf(activity) is not { } plan ? new RecordedValues(outputs, null)
            : plan.OfOutputs(outputs, options.LogPersistence, new ExecutionScope(this, executionId, null, activity));
    }

    private bool HidesOutputs(long executionId) =>
        (State.Executions[executionId].Compensates is { } undone && KeepsOut(undone))
        || (ActivityOf(executionId) is var activity && LogPlanOf(activity) is { } plan
        && plan.HidesOutputs(activity.Descriptor.Outputs, options.LogPersistence, new ExecutionScope(this, executionId, null, activity)));

    /// <summary>True when values of a run are no part of its record; what undoes it works with them, so its own are none either.</summary>
    private bool KeepsOut(long run) => State.Executions[run] is { UnloggedInputs: not null } or { UnloggedOutputs: not null };

    private ActivityLogPlan? LogPlanOf(CompiledActivity activity) =>
        activity.LogPlan ?? (options.LogPersistence == LogPersistenceMode.Exclude ? ActivityLogPlan.Nothing : null);

    /// <summary>Inputs that a request carries on, under the names they have in it.</summary>
    private ImmutableArray<string>? UnloggedIn(JsonElement payload, long executionId)
    {
        if (payload.ValueKind != JsonValueKind.Object || State.Executions.GetValueOrDefault(executionId)?.UnloggedInputs is not { ValueKind: JsonValueKind.Object } unlogged) return null;
        var carried = payload.EnumerateObject().Concat(payload.Object("inputs").EnumerateObject()).Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        return [.. unlogged.EnumerateObject().SelectMany(member => new[] { member.Name, ActivityArguments.PropertyName(member.Name) }).Distinct(StringComparer.Ordinal).Where(carried.Contains)];
    }

    /// <summary>
    /// Only an activity that still waits needs its unlogged inputs: of one that ended within this turn they never get into the journal. The state is
    /// changed with the entries, so it stays what they give.
    /// </summary>
    private void ForgetUnloggedInputs()
    {
        for (var i = 0; i < _events.Count; i++)
        {
            if (_events[i] is not ActivityStarted { UnloggedInputs: not null } started) continue;
            var execution = State.Executions[started.ExecutionId];
            if (execution.Status == ExecutionStatus.Running) continue;
            _events[i] = started with { UnloggedInputs = null };
            State.Executions = State.Executions.SetItem(execution.Id, execution with { UnloggedInputs = null });
        }
    }
}
