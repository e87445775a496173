using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>Runs of activities as Elsa's clients see them. Pure.</summary>
internal static class ExecutionProjection
{
    /// <summary>The type that stands for the workflow itself.</summary>
    public const string WorkflowType = "Elsa.Workflow";

    /// <summary>Entries that say when a run began and ended, and how often its effects were tried.</summary>
    public static IReadOnlyCollection<string> Kinds { get; } =
        [nameof(ActivityStarted), nameof(ActivityCompleted), nameof(ActivityFaulted), nameof(ActivityCanceled), nameof(EffectAttempted)];

    /// <summary>How far an execution is, in Elsa's words.</summary>
    public static ElsaExecutionStatus StatusOf(ActivityExecution execution) => execution.Status switch
    {
        ExecutionStatus.Running => ElsaExecutionStatus.Running,
        ExecutionStatus.Completed => ElsaExecutionStatus.Completed,
        ExecutionStatus.Canceled => ElsaExecutionStatus.Canceled,
        _ => ElsaExecutionStatus.Faulted,
    };

    /// <summary>How many containers are around an execution, the workflow included.</summary>
    public static int DepthOf(CaseState state, ActivityExecution execution)
    {
        var depth = 1;
        for (var id = execution.ParentId; id is { } parent; id = state.Executions[parent].ParentId) depth++;
        return depth;
    }

    /// <summary>Node id of the workflow around the root activity.</summary>
    public static string WorkflowNodeOf(CompiledWorkflow workflow) =>
        workflow.Definition?.Root?.NodeId is { } root && root.LastIndexOf(':') is > 0 and var colon ? root[..colon] : "Workflow1";

    /// <summary>The runs of one activity, oldest first.</summary>
    /// <param name="workflow">The version that the case keeps.</param>
    /// <param name="state">The case.</param>
    /// <param name="entries">What its journal says about the activity; see <see cref="Kinds"/>.</param>
    /// <param name="mask">What may be seen.</param>
    public static IReadOnlyList<ExecutionRecord> Records(CompiledWorkflow workflow, CaseState state, IReadOnlyList<JournalEntry> entries, InstanceMask mask)
    {
        var nodes = NodesOf(workflow);
        var times = new SortedDictionary<long, (DateTimeOffset Started, DateTimeOffset? Ended)>();
        var retried = false;
        foreach (var entry in entries)
        {
            switch (entry.Event())
            {
                case ActivityStarted started: times[started.ExecutionId] = (entry.At, null); break;
                case ActivityCompleted { ExecutionId: var id }: End(id, entry.At); break;
                case ActivityFaulted { ExecutionId: var id }: End(id, entry.At); break;
                case ActivityCanceled { ExecutionId: var id }: End(id, entry.At); break;
                case EffectAttempted: retried = true; break;
            }
        }

        return
        [
            .. times.Where(time => state.Executions.ContainsKey(time.Key)).Select(time =>
                Record(state, state.Executions[time.Key], nodes, time.Value.Started, time.Value.Ended, retried, mask)),
        ];

        void End(long id, DateTimeOffset at)
        {
            if (times.TryGetValue(id, out var time)) times[id] = (time.Started, at);
        }
    }

    /// <summary>The workflow itself as a run.</summary>
    public static ExecutionRecord OfWorkflow(CompiledWorkflow workflow, CaseHead head, CaseState state, InstanceMask mask)
    {
        var node = WorkflowNodeOf(workflow);
        return new ExecutionRecord
        {
            Id = new ExecutionKey(state.CaseId, ExecutionKey.Workflow).ToString(),
            WorkflowInstanceId = state.CaseId.ToString(),
            ActivityId = node,
            ActivityNodeId = node,
            ActivityType = WorkflowType,
            ActivityTypeVersion = 1,
            ActivityName = workflow.Definition?.Name,
            StartedAt = head.CreatedAt,
            CompletedAt = state.Status == CaseStatus.Finished ? head.FinishedAt ?? head.UpdatedAt : null,
            Status = state switch
            {
                { SubStatus: CaseSubStatus.Faulted } => ElsaExecutionStatus.Faulted,
                { SubStatus: CaseSubStatus.Cancelled } => ElsaExecutionStatus.Canceled,
                { Status: CaseStatus.Finished } => ElsaExecutionStatus.Completed,
                _ => ElsaExecutionStatus.Running,
            },
            HasBookmarks = !state.Bookmarks.IsEmpty,
            AggregateFaultCount = state.Incidents.Count,
            ActivityState = mask.Value(state.Input),
            Outputs = JsonSerializer.SerializeToElement(state.Outputs.ToDictionary(output => output.Key, output => mask.Value(output.Key, output.Value))),
        };
    }

    /// <summary>Badges of activities by node id; all activities that ran when none is named.</summary>
    public static IReadOnlyList<ExecutionStats> Stats(CaseState state, IReadOnlyCollection<string>? nodeIds)
    {
        var wanted = nodeIds is { Count: > 0 } ? nodeIds.ToHashSet(StringComparer.Ordinal) : null;
        var waiting = Waiting(state);
        return
        [
            .. state.Executions.Values.Where(execution => wanted?.Contains(execution.NodeId) != false).GroupBy(execution => execution.NodeId, StringComparer.Ordinal)
                .Select(runs => Stats(runs.Key, [.. runs], waiting)),
        ];
    }

    private static ExecutionStats Stats(string nodeId, List<ActivityExecution> runs, HashSet<long> waiting)
    {
        var repeated = runs.Select(run => run.RetryOf).OfType<long>().ToHashSet();
        var faults = runs.Count(run => run.Status == ExecutionStatus.Faulted && !repeated.Contains(run.Id));
        return new ExecutionStats(
            runs[0].ActivityId, nodeId, runs.Count, runs.Count(run => run.Status == ExecutionStatus.Completed), runs.Count(run => run.Status == ExecutionStatus.Running),
            runs.Any(run => waiting.Contains(run.Id)), faults > 0, faults, new Dictionary<string, object>());
    }

    /// <summary>Executions that wait for something from outside.</summary>
    private static HashSet<long> Waiting(CaseState state) => [.. state.Bookmarks.Values.Select(bookmark => bookmark.ExecutionId)];

    private static Dictionary<string, ActivityNode> NodesOf(CompiledWorkflow workflow) =>
        (workflow.Definition?.Activities ?? []).DistinctBy(node => node.NodeId).ToDictionary(node => node.NodeId, StringComparer.Ordinal);

    private static ExecutionRecord Record(
        CaseState state, ActivityExecution execution, Dictionary<string, ActivityNode> nodes, DateTimeOffset startedAt, DateTimeOffset? endedAt, bool retried, InstanceMask mask)
    {
        var node = nodes.GetValueOrDefault(execution.NodeId);
        return new ExecutionRecord
        {
            Id = new ExecutionKey(state.CaseId, execution.Id).ToString(),
            WorkflowInstanceId = state.CaseId.ToString(),
            ActivityId = execution.ActivityId,
            ActivityNodeId = execution.NodeId,
            ActivityType = execution.Type,
            ActivityTypeVersion = node?.Version ?? 1,
            ActivityName = node?.Name ?? execution.Name,
            StartedAt = startedAt,
            CompletedAt = endedAt,
            HasBookmarks = state.Bookmarks.Values.Any(bookmark => bookmark.ExecutionId == execution.Id),
            Status = StatusOf(execution),
            AggregateFaultCount = execution.Fault is null ? 0 : 1,
            Metadata = retried ? new Dictionary<string, object> { ["HasRetryAttempts"] = true } : [],
            ActivityState = mask.Optional(execution.Inputs),
            Payload = execution.Outcomes is { IsDefaultOrEmpty: false } outcomes
                ? new Dictionary<string, JsonElement> { ["Outcomes"] = JsonSerializer.SerializeToElement(outcomes) }
                : null,
            Outputs = mask.Optional(execution.Outputs),
            Exception = execution.Fault is { } fault ? FaultView.Of(fault) : null,
            SchedulingActivityExecutionId = new ExecutionKey(state.CaseId, execution.ParentId ?? ExecutionKey.Workflow).ToString(),
            SchedulingActivityId = execution.ParentId is { } parent ? state.Executions[parent].ActivityId : null,
            CallStackDepth = DepthOf(state, execution),
        };
    }
}
