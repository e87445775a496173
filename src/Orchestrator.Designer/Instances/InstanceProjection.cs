using System.Text.Json;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>A case as Elsa's clients see an instance. Pure.</summary>
internal static class InstanceProjection
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>A case in a list.</summary>
    public static InstanceSummary Summary(CaseHead head) => new(
        head.CaseId.ToString(), head.DefinitionId, head.VersionId, head.Version, head.Status, head.SubStatus, head.CorrelationId, head.Name, head.OpenIncidents,
        head.CreatedAt, head.UpdatedAt, head.FinishedAt);

    /// <summary>One case. Statuses come from its state, which may be newer than its head.</summary>
    public static InstanceView View(CaseHead head, CaseState state, InstanceMask mask)
    {
        var finishedAt = state.Status == CaseStatus.Finished ? head.FinishedAt ?? head.UpdatedAt : (DateTimeOffset?)null;
        return new InstanceView(
            head.CaseId.ToString(), state.Started.DefinitionId, state.Started.VersionId, state.Started.Version, head.ParentId?.ToString(), State(head, state, mask, finishedAt),
            state.Status, state.SubStatus, state.SubStatus == CaseSubStatus.Executing, state.CorrelationId, state.Name, state.Incidents.Count, IsSystem: false,
            head.CreatedAt, head.UpdatedAt, finishedAt);
    }

    /// <summary>Every variable of the workflow, also those without a value yet.</summary>
    public static IReadOnlyList<VariableView> Variables(CompiledWorkflow workflow, CaseState state, InstanceMask mask)
    {
        var values = state.Variables.GetValueOrDefault(0);
        var declared = workflow.Definition?.Variables ?? [];
        return
        [
            .. declared.Select(variable => new VariableView(variable.Id, variable.Name, values?.TryGetValue(variable.Id, out var value) == true ? mask.Value(variable.Name, value) : null)),
            .. (values?.AsEnumerable() ?? []).Where(value => !declared.Any(variable => variable.Id == value.Key)).Select(value => new VariableView(value.Key, value.Key, mask.Value(value.Key, value.Value))),
        ];
    }

    private static InstanceState State(CaseHead head, CaseState state, InstanceMask mask, DateTimeOffset? finishedAt) => new(
        head.CaseId.ToString(), state.Started.DefinitionId, state.Started.VersionId, state.Started.Version, state.CorrelationId, state.Status, state.SubStatus,
        state.SubStatus == CaseSubStatus.Executing,
        [.. state.Bookmarks.Values.OrderBy(bookmark => bookmark.ExecutionId).Select(bookmark => Bookmark(state, bookmark, mask))],
        [.. state.Incidents.Values.OrderBy(incident => incident.OpenedAt).Select(incident => Incident(state, incident))],
        IsSystem: false, [], Live(state, mask), [], mask.Value(state.Input),
        JsonSerializer.SerializeToElement(state.Outputs.ToDictionary(output => output.Key, output => mask.Value(output.Key, output.Value), StringComparer.Ordinal)),
        state.Marks.ToDictionary(mark => mark.Key, mark => mask.Value(mark.Value), StringComparer.Ordinal), head.CreatedAt, head.UpdatedAt, finishedAt);

    private static BookmarkView Bookmark(CaseState state, Bookmark bookmark, InstanceMask mask) => new(
        bookmark.Id, bookmark.Name ?? bookmark.Kind.ToString(), mask.Optional(bookmark.Payload), bookmark.ActivityId, bookmark.NodeId,
        new ExecutionKey(state.CaseId, bookmark.ExecutionId).ToString(), bookmark.DueAt);

    private static IncidentView Incident(CaseState state, Incident incident) => new(
        incident.Id, incident.ActivityId, incident.NodeId, incident.ExecutionId is { } id ? state.Executions.GetValueOrDefault(id)?.Type : null,
        incident.Fault.Message, FaultView.Of(incident.Fault), incident.Owner, incident.OpenedAt);

    private static IReadOnlyList<LiveExecution> Live(CaseState state, InstanceMask mask) =>
    [
        .. state.Children.Values.SelectMany(children => children).Order().Select(id => state.Executions[id]).Select(execution => new LiveExecution(
            new ExecutionKey(state.CaseId, execution.Id).ToString(), execution.ParentId is { } parent ? new ExecutionKey(state.CaseId, parent).ToString() : null,
            ExecutionProjection.DepthOf(state, execution), execution.NodeId,
            state.Variables.TryGetValue(execution.Id, out var variables)
                ? new Dictionary<string, object> { ["Variables"] = variables.ToDictionary(variable => variable.Key, variable => mask.Value(variable.Key, variable.Value)) }
                : [],
            mask.Optional(execution.Inputs) ?? Nothing, ExecutionProjection.StatusOf(execution), IsExecuting: false, execution.Fault is null ? 0 : 1)),
    ];
}
