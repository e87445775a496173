using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>Reads the connections of a flowchart in the new and the old form, and finds its start.</summary>
internal static class FlowGraphReader
{
    public static FlowGraph Read(ActivityPlanner planner)
    {
        var nodes = planner.Children("activities");
        var drawn = planner.Node.ChildrenIn("activities").Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var indexes = nodes.Select((n, i) => (n.Id, i)).DistinctBy(n => n.Id).ToDictionary(n => n.Id, n => n.i, StringComparer.Ordinal);
        var connections = ImmutableArray.CreateBuilder<FlowConnection>();
        var ports = nodes.Select(planner.PortsOf).ToArray();
        foreach (var (item, path) in planner.Node.Json.Items("connections", planner.Node.Path))
        {
            var source = End(item, "source", "sourcePort", BuiltInBehaviour.Done);
            var target = End(item, "target", "targetPort", "In");
            if (!Exists(planner, drawn, source.Activity, $"{path}.source") | !Exists(planner, drawn, target.Activity, $"{path}.target")) continue;
            if (!indexes.TryGetValue(source.Activity!, out var from) || !indexes.TryGetValue(target.Activity!, out var to)) continue;
            if (ports[from] is { } known && !known.Contains(source.Port))
            {
                planner.Fault("unknown-port", $"{path}.source.port",
                    $"Expected a port of '{nodes[from].Node.Label}' ({(known.Count == 0 ? "it has none" : string.Join(", ", known.Order(StringComparer.Ordinal)))}), but the connection leaves '{source.Port}'; connect one of its ports.",
                    nodes[from].Node);
            }

            // The same connection drawn twice is one way; whoever follows it must not go it twice.
            var connection = new FlowConnection(from, source.Port, to);
            if (!connections.Contains(connection)) connections.Add(connection);
        }

        var all = connections.ToImmutable();
        foreach (var group in all.GroupBy(c => c.Source)) nodes[group.Key].ConnectedPorts = group.Select(c => c.Port).ToFrozenSet(StringComparer.Ordinal);
        return new FlowGraph(nodes, all, FindStart(planner, nodes, all), ModeOf(planner), [.. nodes.Select(n => RuleOf(planner, n))]);
    }

    private static JoinRule RuleOf(ActivityPlanner planner, CompiledActivity node) =>
        node.Behaviour is FlowJoin ? node.Plan is JoinRule rule ? rule : JoinRule.Implicit : MergeModes.Of(planner, node);

    /// <summary>The choice of this flowchart, else that of the definition; null leaves it to the server.</summary>
    private static FlowchartMode? ModeOf(ActivityPlanner planner)
    {
        const string Key = "Flowchart:ExecutionMode";
        foreach (var (owner, path) in new[] { (planner.Node.Json, planner.Node.Path), (planner.Definition.Json, planner.Definition.Path) })
        {
            var written = owner.Object("customProperties").Member(Key);
            if (written.IsAbsent()) continue;
            switch (written.ToString().ToUpperInvariant())
            {
                case "TOKENBASED" or "1": return FlowchartMode.TokenBased;
                case "COUNTERBASED" or "2": return FlowchartMode.CounterBased;
                case "DEFAULT" or "0": continue;
            }

            planner.Fault("invalid-flowchart-mode", $"{path}.customProperties['{Key}']", $"Expected TokenBased, CounterBased or Default, but found '{written}'; choose one of them.");
        }

        return null;
    }

    private static (string? Activity, string Port) End(JsonElement connection, string name, string flatPort, string fallback)
    {
        var end = connection.Member(name);
        return end.ValueKind == JsonValueKind.Object
            ? (end.Text("activity"), end.Text("port") is { Length: > 0 } port ? port : fallback)
            : (connection.Text(name), connection.Text(flatPort) is { Length: > 0 } flat ? flat : fallback);
    }

    private static bool Exists(ActivityPlanner planner, HashSet<string> drawn, string? id, string path)
    {
        if (id is not null && drawn.Contains(id)) return true;
        planner.Fault("dangling-connection", path, $"Expected the id of an activity of this flowchart, but '{id}' is none; connect it to an activity or delete it.");
        return false;
    }

    /// <summary>
    /// The Start activity, else the one marked as start of the workflow, else the only one that nothing leads to. Studio reorders activities when they are edited,
    /// so the order decides only where a loop leads back to every one of them.
    /// </summary>
    private static int FindStart(ActivityPlanner planner, ImmutableArray<CompiledActivity> nodes, ImmutableArray<FlowConnection> connections)
    {
        if (nodes.IsEmpty) return -1;
        return Only(n => n.Descriptor.IsStart, "are Start activities; keep one")
            ?? Only(n => n.CustomProperties.Flag("canStartWorkflow"), "are marked as start of the workflow; mark one")
            ?? Only(n => !connections.Any(c => nodes[c.Target] == n), "have nothing that leads to them; connect them, or mark the one that starts the workflow")
            ?? 0;

        int? Only(Func<CompiledActivity, bool> fits, string complaint)
        {
            var found = Enumerable.Range(0, nodes.Length).Where(i => fits(nodes[i])).ToArray();

            // Several triggers may start a workflow, each in its own way: which one did, the case knows.
            if (found.Length > 1 && !found.All(i => nodes[i].Descriptor.Kind == "Trigger" && nodes[i].CustomProperties.Flag("canStartWorkflow")))
                planner.Fault("several-starts", $"{planner.Node.Path}.activities", $"Expected one start, but {string.Join(", ", found.Select(i => $"'{nodes[i].Node.Label}'"))} {complaint}.");
            return found.Length > 0 ? found[0] : null;
        }
    }
}
