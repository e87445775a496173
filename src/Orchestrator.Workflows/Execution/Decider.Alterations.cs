using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Execution;

/// <summary>How people change a case by hand.</summary>
internal sealed partial class Decider
{
    private const string AlterationMark = "alteration";

    private Decision Alter(AlterCase command)
    {
        if (string.IsNullOrWhiteSpace(command.Reason))
            return new Decision.Rejected("reason-required", "Expected a reason for changing the case by hand, but got none; give one.");
        return command switch
        {
            ModifyVariable modify => Modify(modify),
            ScheduleActivity schedule => Rerun(schedule),
            CancelActivity cancel => GiveUp(cancel),
            MigrateCase migrate => Migrate(migrate),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Decision Modify(ModifyVariable command)
    {
        var found = FindVariable(command.VariableId);
        if (found is not var (scope, variable))
            return new Decision.Rejected("unknown-variable", $"Expected a variable '{command.VariableId}' of the workflow or of a container at work, but there is none; look at the case's variables.");
        JsonElement value;
        try
        {
            value = TypeConverter.Convert(command.Value, variable.TypeName);
        }
        catch (ExpressionException problem)
        {
            return new Decision.Rejected(problem.Code, problem.Message);
        }

        Note("modify-variable", command.Reason, scope == 0 ? null : scope, ("variable", variable.Name));
        Emit(new VariableSet(scope, variable.Id, value));
        return Finish();
    }

    /// <summary>The workflow's variable first, else that of the newest container at work.</summary>
    private (long Scope, CompiledVariable Variable)? FindVariable(string idOrName)
    {
        if (Find(workflow.Variables) is { } own) return (0, own);
        foreach (var execution in State.Children.Values.SelectMany(children => children).OrderDescending().Select(id => State.Executions[id]))
        {
            if (workflow.ByNodeId.TryGetValue(execution.NodeId, out var activity) && Find(activity.Variables) is { } inner) return (execution.Id, inner);
        }

        return null;

        CompiledVariable? Find(IEnumerable<CompiledVariable> variables) =>
            variables.FirstOrDefault(variable => variable.Id == idOrName) ?? variables.FirstOrDefault(variable => variable.Name == idOrName);
    }

    private Decision Rerun(ScheduleActivity command)
    {
        if (workflow.ByNodeId.Values.FirstOrDefault(one => one.Id == command.ActivityId) is not { } activity)
            return new Decision.Rejected("unknown-activity", $"Expected the id of an activity of this version, but '{command.ActivityId}' is none; look at the diagram.");
        if (State.Incidents.Values.FirstOrDefault(incident => incident.NodeId == activity.NodeId && incident.ExecutionId is not null) is { } incident)
        {
            Note("retry-activity", command.Reason, incident.ExecutionId, ("activity", activity.Id));
            return Resolve(new ResolveIncident(incident.Id, IncidentResolution.Retried, command.Reason));
        }

        var container = activity.NodeId.LastIndexOf(':') is > 0 and var colon ? activity.NodeId[..colon] : string.Empty;
        var around = State.Executions.Values.LastOrDefault(execution => execution.Status == ExecutionStatus.Running && execution.NodeId == container);
        if (around is null)
            return new Decision.Rejected("container-not-running", $"Expected the container around '{activity.Node.Label}' to be at work, but it is not; only what is drawn in a container at work can be run.");
        if (workflow.Activity(container).Behaviour is not ContainerBehaviour { RunsOnDemand: true })
            return new Decision.Rejected("container-unfit", $"Expected '{activity.Node.Label}' to be drawn in a flowchart, but '{around.ActivityId}' runs what is in it in an order of its own; run the container or an activity of a flowchart.");
        if (State.Executions.Values.Any(execution => execution.NodeId == activity.NodeId && execution.Status == ExecutionStatus.Running))
            return new Decision.Rejected("already-running", $"Expected '{activity.Node.Label}' to be idle, but it is at work; cancel it first.");
        Note("schedule-activity", command.Reason, around.Id, ("activity", activity.Id));
        Schedule(new ScheduledWork(activity.NodeId, around.Id));
        Run();
        return Finish();
    }

    private Decision GiveUp(CancelActivity command)
    {
        var live = State.Children.Values.SelectMany(children => children).Order().Select(id => State.Executions[id])
            .Where(execution => execution.ActivityId == command.ActivityId && (command.ExecutionId is not { } only || execution.Id == only)).ToArray();
        if (live.Length == 0)
            return new Decision.Rejected("not-running", $"Expected '{command.ActivityId}' to be at work or faulted, but it is not; look at the diagram.");
        foreach (var execution in live)
        {
            if (_ended || State.Executions[execution.Id].Status is ExecutionStatus.Completed or ExecutionStatus.Canceled) continue;
            Note("cancel-activity", command.Reason, execution.Id, ("activity", execution.ActivityId));
            Dismiss(execution.Id);
        }

        Run();
        return Finish();
    }

    private Decision Migrate(MigrateCase command)
    {
        var target = command.Target;
        if (target.DefinitionId != workflow.DefinitionId || target.VersionId == workflow.VersionId)
            return new Decision.Rejected("migration-blocked", $"Expected another version of '{workflow.DefinitionId}' than {workflow.Version}, but got version {target.Version} of '{target.DefinitionId}'; choose another.");
        var live = State.Children.Values.SelectMany(children => children).Order().Select(id => State.Executions[id]).ToArray();
        foreach (var nodeId in live.Select(execution => execution.NodeId).Concat(State.Scheduled.Select(work => work.NodeId)))
        {
            var from = workflow.Activity(nodeId);
            if (target.Find(nodeId) is not { } to || to.Node.Type != from.Node.Type) return Blocked(from, target);
        }

        var moves = new List<ProgressRecorded>();
        foreach (var execution in live)
        {
            var (from, progress) = (workflow.Activity(execution.NodeId), ProgressOf(execution.Id));
            if (from.Behaviour is not ContainerBehaviour container) continue;
            if (container.Migrate(progress, from, target.Activity(execution.NodeId)) is not { } moved) return Blocked(from, target);
            if (!moved.AsSpan().SequenceEqual(progress.AsSpan())) moves.Add(new ProgressRecorded(execution.Id, moved));
        }

        Note("migrate", command.Reason, null, ("fromVersion", workflow.Version), ("toVersion", target.Version));
        Emit(new CaseMigrated(target.VersionId, target.Version));
        foreach (var move in moves) Emit(move);
        foreach (var variable in target.Variables)
        {
            // A variable that is new begins with its default, as it would in a new case.
            if (variable.Default.ValueKind != JsonValueKind.Null && workflow.Variables.All(known => known.Id != variable.Id)) Emit(new VariableSet(0, variable.Id, variable.Default));
        }

        return Finish();
    }

    private static Decision.Rejected Blocked(CompiledActivity activity, CompiledWorkflow target) => new(
        "migration-blocked",
        $"Expected '{activity.Node.Label}' ({activity.NodeId}), which is at work, to have the same place in version {target.Version}, but it has not; migrate when the case has passed it, or keep it in the version.");

    private void Note(string kind, string reason, long? executionId, params ReadOnlySpan<(string Name, object? Value)> more) =>
        Emit(new MarkRecorded(AlterationMark, Json.Object([("kind", kind), ("reason", reason), .. more]), executionId));
}
