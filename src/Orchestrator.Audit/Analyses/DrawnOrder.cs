using System.Text.Json;
using Orchestrator.Audit.Exports;
using Orchestrator.Cases;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Analyses;

/// <summary>Which step may come after which, as a definition draws it. Pure.</summary>
internal sealed class DrawnOrder
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _after = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _reachable = new(StringComparer.Ordinal);

    public DrawnOrder(WorkflowDefinition definition, int version)
    {
        Version = version;
        if (definition.Root is { } root) Draw(root, []);
    }

    /// <summary>Number of the version.</summary>
    public int Version { get; }

    /// <summary>What in a case went otherwise than drawn.</summary>
    public IEnumerable<(DeviationKind Kind, string Step, string? Before)> Deviations(IReadOnlyList<StepRun> runs, IReadOnlyList<TraceEvent> events)
    {
        foreach (var run in runs.Where(run => !_known.Contains(run.ActivityId))) yield return (DeviationKind.UnknownStep, run.Name, null);
        foreach (var (before, after) in runs.Where(run => _known.Contains(run.ActivityId)).Pairwise())
        {
            // Neighbours without a drawn way in either direction are side by side, and may come in any order.
            if (before.ActivityId != after.ActivityId && !Leads(before.ActivityId, after.ActivityId) && Leads(after.ActivityId, before.ActivityId))
                yield return (DeviationKind.AgainstOrder, before.Name, after.Name);
        }

        foreach (var told in events.Where(told => told is { Kind: nameof(IncidentResolved), Outcome: nameof(IncidentResolution.Overridden) }))
            yield return (DeviationKind.Overridden, told.Activity ?? told.Kind, null);
    }

    private bool Leads(string from, string to)
    {
        if (!_reachable.TryGetValue(from, out var reachable))
        {
            _reachable[from] = reachable = new HashSet<string>(StringComparer.Ordinal);
            var open = new Queue<string>([from]);
            while (open.TryDequeue(out var next))
            {
                foreach (var target in _after.GetValueOrDefault(next) ?? [])
                {
                    if (reachable.Add(target)) open.Enqueue(target);
                }
            }
        }

        return reachable.Contains(to);
    }

    /// <summary>Draws a container: it leads into its children, and a child that leads nowhere leads on to what follows the container.</summary>
    private void Draw(ActivityNode node, IReadOnlyCollection<string> following)
    {
        _known.Add(node.Id);
        foreach (var target in following) Connect(node.Id, target);
        var targets = node.Children.ToDictionary(child => child.NodeId, _ => new List<string>(), StringComparer.Ordinal);
        if (node.Json.Member("connections") is { ValueKind: JsonValueKind.Array } connections)
        {
            foreach (var connection in connections.EnumerateArray())
            {
                var from = node.Children.FirstOrDefault(child => child.Id == connection.Member("source").Text("activity"));
                if (from is not null && connection.Member("target").Text("activity") is { } to) targets[from.NodeId].Add(to);
            }
        }
        else if (node.Type == "Elsa.Sequence")
        {
            foreach (var (before, after) in node.Children.Pairwise()) targets[before.NodeId].Add(after.Id);
        }

        foreach (var child in node.Children)
        {
            Connect(node.Id, child.Id);
            Draw(child, targets[child.NodeId] is { Count: > 0 } drawn ? drawn : following);
        }
    }

    private void Connect(string from, string to)
    {
        if (!_after.TryGetValue(from, out var targets)) _after[from] = targets = new HashSet<string>(StringComparer.Ordinal);
        targets.Add(to);
    }
}
