using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>Which drawn activities are steps that people know, and which of them come next.</summary>
internal static class ShownSteps
{
    private const int MostNext = 5;

    private static readonly FrozenSet<string> Elsa = FrozenSet.Create(
        StringComparer.Ordinal, "Elsa.RunTask", "Elsa.Event", "Elsa.Delay", "Elsa.Timer", "Elsa.StartAt", "Elsa.DispatchWorkflow", "Elsa.ExecuteWorkflow", "Elsa.HttpRequest");

    /// <summary>True for what an agency, an officer, a citizen or the clock does; false for the plumbing between.</summary>
    public static bool IsShown(string type) =>
        type.StartsWith("Agency.", StringComparison.Ordinal)
        || (type.StartsWith("Case.", StringComparison.Ordinal) && type is not "Case.RecordResult")
        || Elsa.Contains(type);

    /// <summary>Names of the steps that follow the given activities along the drawn connections, nearest first.</summary>
    public static IReadOnlyList<string> After(WorkflowDefinition? definition, IEnumerable<string> nodeIds)
    {
        if (definition?.Root is null) return [];
        var graph = new Graph(definition.Root);
        var next = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>();
        foreach (var nodeId in nodeIds)
        {
            seen.Add(nodeId);
            foreach (var target in graph.After(nodeId)) queue.Enqueue(target);
        }

        while (queue.Count > 0 && next.Count < MostNext)
        {
            var nodeId = queue.Dequeue();
            if (!seen.Add(nodeId) || graph.Find(nodeId) is not { } node) continue;
            var isNamedContainer = !node.Children.IsEmpty && node.DisplayText is not null && node.Children.Any(child => IsShown(child.Type));
            if (IsShown(node.Type) || isNamedContainer)
            {
                var label = node.LabelIn(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
                if (!next.Contains(label)) next.Add(label);
                continue;
            }

            foreach (var target in graph.After(nodeId)) queue.Enqueue(target);
        }

        return next;
    }

    /// <summary>The drawn connections of every flowchart; a child without a connection hands on to what follows its container.</summary>
    private sealed class Graph
    {
        private readonly Dictionary<string, ActivityNode> _nodes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<string>> _targets = new(StringComparer.Ordinal);

        public Graph(ActivityNode root) => Add(root, null);

        public ActivityNode? Find(string nodeId) => _nodes.GetValueOrDefault(nodeId);

        public IEnumerable<string> After(string nodeId) =>
            _targets.TryGetValue(nodeId, out var targets) ? targets
            : _parents.TryGetValue(nodeId, out var parent) ? After(parent)
            : [];

        private void Add(ActivityNode node, ActivityNode? parent)
        {
            _nodes[node.NodeId] = node;
            if (parent is not null) _parents[node.NodeId] = parent.NodeId;
            if (node.Json.Member("connections") is { ValueKind: JsonValueKind.Array } connections) Connect(node, connections);
            else if (node.Type == "Elsa.Sequence") Chain(node);
            foreach (var child in node.Children) Add(child, node);
        }

        private void Connect(ActivityNode flowchart, JsonElement connections)
        {
            var byId = flowchart.Children.DistinctBy(child => child.Id).ToDictionary(child => child.Id, child => child.NodeId, StringComparer.Ordinal);
            foreach (var connection in connections.EnumerateArray())
            {
                if (connection.Member("source").Text("activity") is { } source && byId.TryGetValue(source, out var from)
                    && connection.Member("target").Text("activity") is { } target && byId.TryGetValue(target, out var to))
                {
                    if (!_targets.TryGetValue(from, out var targets)) _targets[from] = targets = [];
                    targets.Add(to);
                }
            }
        }

        private void Chain(ActivityNode sequence)
        {
            for (var index = 0; index + 1 < sequence.Children.Length; index++) _targets[sequence.Children[index].NodeId] = [sequence.Children[index + 1].NodeId];
        }
    }
}
