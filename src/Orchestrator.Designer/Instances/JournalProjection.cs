using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>Journal entries as Elsa's clients see them. Pure.</summary>
/// <param name="workflow">The version that the case keeps.</param>
/// <param name="state">The case; it knows which activity an execution is of.</param>
/// <param name="mask">What may be seen.</param>
internal sealed class JournalProjection(CompiledWorkflow workflow, CaseState state, InstanceMask mask)
{
    private readonly Dictionary<string, ActivityNode> _nodes =
        (workflow.Definition?.Activities ?? []).DistinctBy(node => node.Id).ToDictionary(node => node.Id, StringComparer.Ordinal);

    private readonly string _workflowNode = ExecutionProjection.WorkflowNodeOf(workflow);

    private readonly Dictionary<string, long> _owners = new(StringComparer.Ordinal);

    /// <summary>A part of the history. What a wait or an effect belongs to is found when its beginning is in the same part or it is still open.</summary>
    public IReadOnlyList<JournalRecord> Records(IEnumerable<JournalEntry> entries) => [.. entries.Select(Record)];

    private JournalRecord Record(JournalEntry entry)
    {
        var change = entry.Event();
        var shown = mask.Event(entry.Payload);
        var executionId = ExecutionOf(change) ?? NewestOf(entry.ActivityId);
        var execution = executionId is { } number ? state.Executions.GetValueOrDefault(number) : null;
        var node = (execution?.ActivityId ?? entry.ActivityId) is { } id ? _nodes.GetValueOrDefault(id) : null;
        return new JournalRecord(
            $"{state.CaseId}-s{entry.Sequence}", Key(executionId ?? ExecutionKey.Workflow), execution is null ? null : Key(execution.ParentId ?? ExecutionKey.Workflow),
            execution?.ActivityId ?? entry.ActivityId ?? _workflowNode, execution?.Type ?? node?.Type ?? ExecutionProjection.WorkflowType, node?.Version ?? 1,
            node?.Name ?? execution?.Name ?? (entry.ActivityId is null ? workflow.Definition?.Name : null), execution?.NodeId ?? node?.NodeId ?? _workflowNode,
            entry.At, entry.Sequence, JournalEvents.Of(entry.Kind, change), Message(change), entry.Actor.ToString(), Inputs(shown), Payload(shown));
    }

    private string Key(long execution) => new ExecutionKey(state.CaseId, execution).ToString();

    private long? ExecutionOf(CaseEvent change)
    {
        switch (change)
        {
            case ActivityStarted started: return started.ExecutionId;
            case ActivityCompleted completed: return completed.ExecutionId;
            case ActivityFaulted faulted: return faulted.ExecutionId;
            case ActivityCanceled canceled: return canceled.ExecutionId;
            case VariableSet { ScopeExecutionId: > 0 } set: return set.ScopeExecutionId;
            case MarkRecorded mark: return mark.ExecutionId;
            case IncidentOpened opened: return opened.Incident.ExecutionId;
            case ProgressRecorded progress: return progress.ExecutionId;
            case BookmarkCreated { Bookmark: var bookmark }: return _owners[bookmark.Id] = bookmark.ExecutionId;
            case EffectRequested { Effect: { ExecutionId: > 0 } effect }: return _owners[effect.Id] = effect.ExecutionId;
            case BookmarkRemoved removed: return Owner(removed.BookmarkId) ?? state.Bookmarks.GetValueOrDefault(removed.BookmarkId)?.ExecutionId;
            case EffectAttempted attempted: return Owner(attempted.EffectId) ?? state.Effects.GetValueOrDefault(attempted.EffectId)?.ExecutionId;
            case EffectSettled settled: return Owner(settled.EffectId);
            default: return null;
        }
    }

    private long? Owner(string id) => _owners.TryGetValue(id, out var execution) ? execution : null;

    /// <summary>An activity outside of loops ran once; of one inside of a loop the newest run stands for the others.</summary>
    private long? NewestOf(string? activityId) => activityId is not null && state.LastExecutions.TryGetValue(activityId, out var newest) ? newest : null;

    private static string? Message(CaseEvent change) => change switch
    {
        ActivityFaulted faulted => faulted.Fault.Message,
        BookmarkCreated { Bookmark: var bookmark } => bookmark.Name is { } name ? $"{bookmark.Kind} '{name}'" : bookmark.Kind.ToString(),
        BookmarkRemoved removed => removed.End.ToString(),
        EffectRequested { Effect: var effect } => $"{effect.Kind} {effect.IdempotencyKey}",
        EffectAttempted { Attempt: var attempt } => $"{attempt.Number}: {attempt.Class}{(attempt.Status is { } status ? $" ({status})" : "")} {attempt.Detail}".TrimEnd(),
        EffectSettled settled => settled.End.ToString(),
        MarkRecorded mark => mark.Name,
        IncidentOpened { Incident: var incident } => $"{incident.Id} {incident.Fault.Code}: {incident.Fault.Message}",
        IncidentResolved resolved => $"{resolved.IncidentId} {resolved.Resolution}{(resolved.Reason is { } reason ? $": {reason}" : "")}",
        CaseStatusChanged status => $"{status.Status} / {status.SubStatus}",
        VariableSet set => set.VariableId,
        OutputSet set => set.Name,
        _ => null,
    };

    private static JsonElement? Inputs(JsonElement shown) => shown.TryGetProperty("inputs", out var inputs) && inputs.ValueKind == JsonValueKind.Object ? inputs : null;

    /// <summary>Everything else that the entry says, and the ports under the name that Elsa's clients look for.</summary>
    private static Dictionary<string, JsonElement>? Payload(JsonElement shown)
    {
        var payload = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in shown.EnumerateObject())
        {
            if (member.Name is "kind" or "inputs" or "activityId" or "nodeId" or "type") continue;
            payload[member.Name == "outcomes" ? "Outcomes" : member.Name] = member.Value;
        }

        return payload.Count == 0 ? null : payload;
    }
}
