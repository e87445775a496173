using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>A case in a list, in Elsa's form.</summary>
internal record InstanceSummary(
    string Id, string DefinitionId, string DefinitionVersionId, int Version, CaseStatus Status, CaseSubStatus SubStatus, string? CorrelationId, string? Name,
    int IncidentCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt);

/// <summary>One case with its state.</summary>
internal sealed record InstanceView(
    string Id, string DefinitionId, string DefinitionVersionId, int Version, string? ParentWorkflowInstanceId, InstanceState WorkflowState, CaseStatus Status,
    CaseSubStatus SubStatus, bool IsExecuting, string? CorrelationId, string? Name, int IncidentCount, bool IsSystem, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    DateTimeOffset? FinishedAt);

/// <summary>The state of a case. Studio reads the collections directly: none may be absent.</summary>
internal sealed record InstanceState(
    string Id, string DefinitionId, string DefinitionVersionId, int DefinitionVersion, string? CorrelationId, CaseStatus Status, CaseSubStatus SubStatus,
    bool IsExecuting, IReadOnlyList<BookmarkView> Bookmarks, IReadOnlyList<IncidentView> Incidents, bool IsSystem, IReadOnlyList<object> CompletionCallbacks,
    IReadOnlyList<LiveExecution> ActivityExecutionContexts, IReadOnlyList<object> ScheduledActivities, JsonElement Input, JsonElement Output,
    IReadOnlyDictionary<string, JsonElement> Properties, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt);

/// <summary>A wait.</summary>
internal sealed record BookmarkView(string Id, string Name, JsonElement? Payload, string ActivityId, string ActivityNodeId, string ActivityInstanceId, DateTimeOffset? DueAt);

/// <summary>A fault that waits for a person.</summary>
internal sealed record IncidentView(string Id, string? ActivityId, string? ActivityNodeId, string? ActivityType, string Message, FaultView Exception, string Owner, DateTimeOffset Timestamp);

/// <summary>What went wrong, where Elsa's clients look for an exception.</summary>
internal sealed record FaultView(string Type, string Message, string? StackTrace)
{
    public static FaultView Of(Fault fault) => new(fault.Code, fault.Message, fault.Detail);
}

/// <summary>An execution that has not ended.</summary>
internal sealed record LiveExecution(
    string Id, string? ParentContextId, int CallStackDepth, string ScheduledActivityNodeId, IReadOnlyDictionary<string, object> Properties, JsonElement ActivityState,
    ElsaExecutionStatus Status, bool IsExecuting, int FaultCount);

/// <summary>A variable of the workflow.</summary>
internal sealed record VariableView(string Id, string Name, JsonElement? Value);

/// <summary>How far an execution is, in Elsa's words.</summary>
internal enum ElsaExecutionStatus
{
    Pending,
    Running,
    Completed,
    Canceled,
    Faulted,
}
