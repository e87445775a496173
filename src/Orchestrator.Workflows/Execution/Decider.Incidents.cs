using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Execution;

/// <summary>How people close incidents.</summary>
internal sealed partial class Decider
{
    private Decision Resolve(ResolveIncident command)
    {
        if (!State.Incidents.TryGetValue(command.IncidentId, out var incident))
            return new Decision.Rejected("incident-gone", $"Expected the incident '{command.IncidentId}' to be open, but it is not; look at the case's open incidents.");
        if (command.Resolution != IncidentResolution.Retried && string.IsNullOrWhiteSpace(command.Reason))
            return new Decision.Rejected("reason-required", "Expected a reason for closing the incident without a retry, but got none; give one.");
        if (command is { Resolution: IncidentResolution.Overridden, Outputs: { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) } })
            return new Decision.Rejected("invalid-outputs", "Expected outputs as a JSON object by output name, but got something else; correct them.");

        if (RunningCompensationFor(incident.Id) is not null) return UnderWay;

        var execution = incident.ExecutionId is { } id && State.Executions[id].Status == ExecutionStatus.Faulted ? State.Executions[id] : null;
        var locals = execution is null ? null : LocalsOf(execution);
        if (execution is not null && command.Resolution == IncidentResolution.Dismissed)
        {
            Emit(new IncidentResolved(incident.Id, command.Resolution, command.Reason));
            Dismiss(execution.Id);
        }
        else
        {
            Emit(new IncidentResolved(incident.Id, command.Resolution, command.Reason));
            if (execution is null && command.Resolution == IncidentResolution.Retried) RequestAgain(incident);
            if (execution is not null && Repair(execution, command, locals) is { } refusal) return refusal;
        }

        Run();
        return Finish();
    }

    /// <returns>Null, or why it cannot be done; what was decided so far is then thrown away.</returns>
    private Decision.Rejected? Repair(ActivityExecution execution, ResolveIncident command, JsonElement? locals)
    {
        if (command.Resolution == IncidentResolution.Retried)
        {
            Schedule(new ScheduledWork(execution.NodeId, execution.ParentId, execution.Tag, locals, execution.Id, execution.Compensates));
            return null;
        }

        var outputs = command.Outputs is { ValueKind: JsonValueKind.Object } given ? given : (JsonElement?)null;
        var turn = new ExecutionTurn(this, execution.Id, ActivityOf(execution.Id));
        try
        {
            if (outputs is { } values)
            {
                foreach (var output in values.EnumerateObject()) turn.Bind(output.Name, output.Value);
            }
        }
        catch (ExpressionException problem)
        {
            return new Decision.Rejected("invalid-outputs", $"Expected outputs that fit the variables they are bound to, but {problem.Message}");
        }

        ImmutableArray<string> outcomes = [command.Outcome ?? Activities.BuiltInBehaviour.Done];
        var recorded = OutputsOf(execution.Id, outputs);
        Emit(new ActivityCompleted(execution.Id, outcomes, recorded.Logged, recorded.Unlogged));
        Tell(execution.Id, outcomes);
        return null;
    }

    /// <summary>A failed effect that no activity waits for is asked for again as it was.</summary>
    private void RequestAgain(Incident incident)
    {
        var failed = incident.EffectId is { } id ? State.FailedEffects.GetValueOrDefault(id)
            : incident.ExecutionId is { } asked ? State.FailedEffects.Values.LastOrDefault(effect => effect.ExecutionId == asked) : null;
        if (failed is null) return;
        Emit(new EffectRequested(failed with { Id = NextEffectId(), BookmarkId = null }));
    }

    /// <summary>Values that only the faulted execution saw (a loop's current value); its declared variables start afresh.</summary>
    private JsonElement? LocalsOf(ActivityExecution execution)
    {
        if (!State.Variables.TryGetValue(execution.Id, out var values)) return null;
        var declared = workflow.Activity(execution.NodeId).Variables;
        var locals = values.Where(v => !declared.Any(d => d.Id == v.Key)).ToArray();
        return locals.Length == 0 ? null : Definitions.Json.Object(locals);
    }
}
