using System.Text.Json;

namespace Orchestrator.Designer.Instances;

/// <summary>One run of one activity, without its values.</summary>
internal record ExecutionSummary
{
    public required string Id { get; init; }

    public required string WorkflowInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityNodeId { get; init; }

    public required string ActivityType { get; init; }

    public required int ActivityTypeVersion { get; init; }

    public string? ActivityName { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public bool HasBookmarks { get; init; }

    public ElsaExecutionStatus Status { get; init; }

    public int AggregateFaultCount { get; init; }

    public IReadOnlyDictionary<string, object> Metadata { get; init; } = new Dictionary<string, object>();
}

/// <summary>One run of one activity. The keys of state and outputs are the descriptor's names.</summary>
internal sealed record ExecutionRecord : ExecutionSummary
{
    public JsonElement? ActivityState { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Payload { get; init; }

    public JsonElement? Outputs { get; init; }

    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>();

    public FaultView? Exception { get; init; }

    public string? SchedulingActivityExecutionId { get; init; }

    public string? SchedulingActivityId { get; init; }

    public string? SchedulingWorkflowInstanceId { get; init; }

    public int CallStackDepth { get; init; }

    /// <summary>The same without values.</summary>
    public ExecutionSummary ToSummary() => new()
    {
        Id = Id,
        WorkflowInstanceId = WorkflowInstanceId,
        ActivityId = ActivityId,
        ActivityNodeId = ActivityNodeId,
        ActivityType = ActivityType,
        ActivityTypeVersion = ActivityTypeVersion,
        ActivityName = ActivityName,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
        HasBookmarks = HasBookmarks,
        Status = Status,
        AggregateFaultCount = AggregateFaultCount,
        Metadata = Metadata,
    };
}

/// <summary>How often an activity ran and how it stands: the badge on the diagram.</summary>
internal sealed record ExecutionStats(
    string ActivityId, string ActivityNodeId, long StartedCount, long CompletedCount, long UncompletedCount, bool IsBlocked, bool IsFaulted, int AggregateFaultCount,
    IReadOnlyDictionary<string, object> Metadata);
