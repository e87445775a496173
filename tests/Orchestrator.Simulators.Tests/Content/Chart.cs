using System.Text.Json;

namespace Orchestrator.Simulators.Tests.Content;

/// <summary>One flowchart of a definition, as drawn.</summary>
internal sealed record Chart(string Id, IReadOnlyList<Node> Nodes, IReadOnlyList<Connection> Connections)
{
    /// <summary>The root chart of a procedure and the charts in it.</summary>
    public static IReadOnlyList<Chart> ReadAll(string procedure)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Procedure(procedure, "workflow.json")));
        List<Chart> charts = [];
        Collect(document.RootElement.GetProperty("root"), charts);
        return charts;
    }

    public IEnumerable<(Node One, Node Other)> Pairs() =>
        from i in Enumerable.Range(0, Nodes.Count) from j in Enumerable.Range(i + 1, Nodes.Count - i - 1) select (Nodes[i], Nodes[j]);

    /// <summary>Nodes that some way leads back to.</summary>
    public IEnumerable<string> LoopHeads() =>
        Connections.Where(connection => ReachableFrom(connection.Target).Contains(connection.Source) && Dominates(connection.Target, connection.Source))
            .Select(connection => connection.Target).Distinct();

    /// <summary>Everything behind a node.</summary>
    public IReadOnlySet<string> ReachableFrom(string id, string? without = null)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>([id]);
        while (open.TryDequeue(out var from))
        {
            foreach (var target in Connections.Where(connection => connection.Source == from && connection.Target != without).Select(connection => connection.Target).Where(reached.Add))
                open.Enqueue(target);
        }

        return reached;
    }

    // Every way from the start to the node passes the head: else the way back is no loop of it.
    private bool Dominates(string head, string node)
    {
        var start = Nodes.Single(candidate => candidate.Type == "Elsa.Start").Id;
        return head == start || !ReachableFrom(start, without: head).Contains(node);
    }

    private static void Collect(JsonElement chart, List<Chart> charts)
    {
        List<Node> nodes = [];
        foreach (var activity in chart.GetProperty("activities").EnumerateArray())
        {
            var metadata = activity.GetProperty("metadata");
            var position = metadata.GetProperty("designer").GetProperty("position");
            nodes.Add(new Node(
                Text(activity, "id"), Text(activity, "type"), position.GetProperty("x").GetInt32(), position.GetProperty("y").GetInt32(),
                Text(metadata, "displayText"), Text(metadata, "description")));
            if (Text(activity, "type") == "Elsa.Flowchart")
                Collect(activity, charts);
        }

        charts.Add(new Chart(Text(chart, "id"), nodes, [.. chart.GetProperty("connections").EnumerateArray().Select(Connection.Read)]));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

/// <summary>A box.</summary>
internal sealed record Node(string Id, string Type, int X, int Y, string Label, string Description);

/// <summary>An arrow.</summary>
internal sealed record Connection(string Source, string Port, string Target)
{
    public static Connection Read(JsonElement connection) => new(
        connection.GetProperty("source").GetProperty("activity").GetString()!, connection.GetProperty("source").GetProperty("port").GetString()!,
        connection.GetProperty("target").GetProperty("activity").GetString()!);
}
