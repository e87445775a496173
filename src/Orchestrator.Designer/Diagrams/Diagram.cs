using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Diagrams;

/// <summary>A definition as it is drawn: what stands where, and what leads to what. Pure; shown by <see cref="DiagramView"/>.</summary>
/// <param name="Nodes">The activities of the outermost container, in document order.</param>
/// <param name="Edges">Its connections.</param>
/// <param name="Left">Smallest x, a margin included.</param>
/// <param name="Top">Smallest y, a margin included.</param>
/// <param name="Width">Width, margins included.</param>
/// <param name="Height">Height, margins included.</param>
public sealed record Diagram(IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramEdge> Edges, double Left, double Top, double Width, double Height)
{
    private const double Margin = 40;
    private const double UsualWidth = 220;
    private const double UsualHeight = 60;
    private const double Gap = 60;

    /// <summary>The diagram of a definition; a draft that cannot run is drawn as well.</summary>
    public static Diagram Of(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var children = definition.Root is { } root ? root.Children.Length > 0 ? [.. root.Children] : new[] { root } : [];
        var nodes = children.Select(Node).ToList();
        var edges = definition.Root?.Type == "Elsa.Flowchart" ? Connections(definition.Root.Json, nodes) : Chain(nodes);
        if (nodes.Count == 0) return new Diagram([], [], 0, 0, UsualWidth, UsualHeight);
        var (left, top) = (nodes.Min(node => node.X), nodes.Min(node => node.Y));
        var points = edges.SelectMany(edge => edge.Points).ToList();
        var (right, bottom) = (nodes.Max(node => node.X + node.Width), nodes.Max(node => node.Y + node.Height));
        if (points.Count > 0)
        {
            (left, top) = (Math.Min(left, points.Min(point => point.X)), Math.Min(top, points.Min(point => point.Y)));
            (right, bottom) = (Math.Max(right, points.Max(point => point.X)), Math.Max(bottom, points.Max(point => point.Y)));
        }

        return new Diagram(nodes, edges, left - Margin, top - Margin, right - left + (2 * Margin), bottom - top + (2 * Margin));
    }

    private static DiagramNode Node(ActivityNode node, int index)
    {
        var designer = Member(Member(node.Json, "metadata"), "designer");
        var (position, size) = (Member(designer, "position"), Member(designer, "size"));
        return new DiagramNode(
            node.Id, node.NodeId, node.Label, node.Type, Number(position, "x") ?? index * (UsualWidth + Gap), Number(position, "y") ?? 0,
            Math.Max(Number(size, "width") ?? UsualWidth, 40), Math.Max(Number(size, "height") ?? UsualHeight, 30));
    }

    private static List<DiagramEdge> Connections(JsonElement flowchart, List<DiagramNode> nodes)
    {
        var byId = nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, StringComparer.Ordinal);
        var edges = new List<DiagramEdge>();
        if (Member(flowchart, "connections") is not { ValueKind: JsonValueKind.Array } connections) return edges;
        foreach (var connection in connections.EnumerateArray())
        {
            var (source, port) = End(connection, "source", "sourcePort", "Done");
            var (target, _) = End(connection, "target", "targetPort", "In");
            if (source is null || target is null || !byId.TryGetValue(source, out var from) || !byId.TryGetValue(target, out var to)) continue;
            var vertices = Member(connection, "vertices") is { ValueKind: JsonValueKind.Array } drawn
                ? drawn.EnumerateArray().Select(vertex => new DiagramPoint(Number(vertex, "x") ?? 0, Number(vertex, "y") ?? 0)) : [];
            edges.Add(new DiagramEdge(source, port, target, [from.Right, .. vertices, to.LeftSide]));
        }

        return [.. edges.GroupBy(edge => edge.SourceId).SelectMany(leaving => Spread(byId[leaving.Key], [.. leaving]))];
    }

    /// <summary>Connections of different ports leave a box at different heights, so that their names can be read.</summary>
    private static IEnumerable<DiagramEdge> Spread(DiagramNode node, List<DiagramEdge> leaving)
    {
        var ports = leaving.Select(edge => edge.Port).Distinct(StringComparer.Ordinal).ToList();
        return leaving.Select(edge => edge with
        {
            Points = [new DiagramPoint(node.X + node.Width, node.Y + (node.Height * (ports.IndexOf(edge.Port) + 1) / (ports.Count + 1))), .. edge.Points.Skip(1)],
        });
    }

    /// <summary>What runs one after the other is drawn so.</summary>
    private static List<DiagramEdge> Chain(List<DiagramNode> nodes) =>
        [.. nodes.Zip(nodes.Skip(1)).Select(pair => new DiagramEdge(pair.First.Id, "Done", pair.Second.Id, [pair.First.Right, pair.Second.LeftSide]))];

    private static (string? Activity, string Port) End(JsonElement connection, string name, string flatPort, string usual)
    {
        var end = Member(connection, name);
        return end.ValueKind == JsonValueKind.Object ? (Text(end, "activity"), Text(end, "port") ?? usual) : (Text(connection, name), Text(connection, flatPort) ?? usual);
    }

    private static JsonElement Member(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement value, string name) => Member(value, name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } text ? text : null;

    private static double? Number(JsonElement value, string name) => Member(value, name) is { ValueKind: JsonValueKind.Number } member ? member.GetDouble() : null;
}

/// <summary>A place.</summary>
public readonly record struct DiagramPoint(double X, double Y);

/// <summary>An activity as it is drawn.</summary>
/// <param name="Id">Id of the activity.</param>
/// <param name="NodeId">Its path from the root.</param>
/// <param name="Label">Text in the box.</param>
/// <param name="Type">Type name.</param>
/// <param name="X">Left.</param>
/// <param name="Y">Top.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
public sealed record DiagramNode(string Id, string NodeId, string Label, string Type, double X, double Y, double Width, double Height)
{
    private const int LettersPerLine = 26;
    private const int MostLines = 3;

    /// <summary>Where connections leave.</summary>
    public DiagramPoint Right => new(X + Width, Y + (Height / 2));

    /// <summary>Where connections arrive.</summary>
    public DiagramPoint LeftSide => new(X, Y + (Height / 2));

    /// <summary>The label in lines that fit into the box; what does not fit ends with an ellipsis.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var perLine = Math.Max(8, (int)(LettersPerLine * Width / 220));
            var lines = new List<string>();
            foreach (var word in Label.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= perLine) lines[^1] += ' ' + word;
                else lines.Add(word);
            }

            if (lines.Count > MostLines) lines = [.. lines.Take(MostLines - 1), lines[MostLines - 1] + '…'];
            return [.. lines.Select(line => line.Length > perLine + 2 ? line[..perLine] + '…' : line)];
        }
    }
}

/// <summary>A connection as it is drawn.</summary>
/// <param name="SourceId">Where it comes from.</param>
/// <param name="Port">Which port it leaves.</param>
/// <param name="TargetId">Where it leads.</param>
/// <param name="Points">From the source over its bends to the target.</param>
public sealed record DiagramEdge(string SourceId, string Port, string TargetId, IReadOnlyList<DiagramPoint> Points)
{
    private const double Reach = 60;

    /// <summary>The line as an SVG path: a soft curve, or straight pieces over the bends.</summary>
    public string Path
    {
        get
        {
            var (from, to) = (Points[0], Points[^1]);
            if (Points.Count > 2) return "M" + string.Join(" L", Points.Select(Place));
            var reach = Math.Max(Reach, Math.Abs(to.X - from.X) / 2);
            return $"M{Place(from)} C{Place(new DiagramPoint(from.X + reach, from.Y))} {Place(new DiagramPoint(to.X - reach, to.Y))} {Place(to)}";
        }
    }

    /// <summary>Where the name of the port is written.</summary>
    public DiagramPoint PortPlace => new(Points[0].X + 6, Points[0].Y - 3);

    private static string Place(DiagramPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}");
}
