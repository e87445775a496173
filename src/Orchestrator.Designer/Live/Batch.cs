using Orchestrator.Designer.Instances;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Live;

/// <summary>Entries that are told together, however many came at once. Pure.</summary>
internal sealed class Batch
{
    private readonly HashSet<string> _activities = new(StringComparer.Ordinal);

    /// <summary>True when nothing is to be told.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>True when more than badges changed.</summary>
    public bool ChangesInstance { get; private set; }

    /// <summary>Takes an entry in.</summary>
    public void Add(JournalEntry entry)
    {
        IsEmpty = false;
        if (entry.ActivityId is { } activity) _activities.Add(activity);
        ChangesInstance |= entry.Kind is nameof(CaseStatusChanged) or nameof(VariableSet) or nameof(OutputSet) or nameof(NameSet) or nameof(CorrelationSet)
            or nameof(BookmarkCreated) or nameof(BookmarkRemoved) or nameof(IncidentOpened) or nameof(IncidentResolved);
    }

    /// <summary>The badges to send: of the activities concerned and of the containers around them.</summary>
    public IReadOnlyList<ExecutionStats> Stats(CaseState state)
    {
        if (_activities.Count == 0) return [];
        var nodes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var execution in state.Executions.Values.Where(execution => _activities.Contains(execution.ActivityId)))
        {
            nodes.Add(execution.NodeId);
            for (var id = execution.ParentId; id is { } parent && nodes.Add(state.Executions[parent].NodeId); id = state.Executions[parent].ParentId) { }
        }

        return ExecutionProjection.Stats(state, nodes);
    }
}
