using System.Text.Json;

namespace Orchestrator.Designer.Tests.Diagrams;

/// <summary>
/// The diagrams under <c>workflows/</c> look tidy in Studio. Studio draws a box at least as wide as its label and the name of its type, whatever the document
/// says; the browser tests hold the measures taken here against what it draws.
/// </summary>
public sealed class LayoutTests
{
    // The widest name of a type, "Yêu cầu bổ sung (Request a supplement)", makes a box of 330 px.
    private const double WidestType = 345;
    private const double AroundLabel = 84;
    private const double WidestLetter = 8.4;

    // Studio's router keeps 20 px away from either box and needs a lane between them, else it gives up with a warning.
    private const double Kept = 20;
    private const double Beside = 70;
    private const double Below = 40;
    private const double PerPort = 20;
    private const double Grid = 10;

    // It also gives up after 2,000 steps of 10 px, most of which it spends looking for a way around boxes; between two bends it starts anew.
    private const double Farthest = 1400;

    public static TheoryData<string> Definitions { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(Root(), "workflows"), "workflow.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Path.Combine(Root(), "workflows"), file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Definitions))]
    public void No_box_touches_another_and_there_is_room_for_connections(string file)
    {
        foreach (var flowchart in Flowcharts(file))
        {
            for (var first = 0; first < flowchart.Boxes.Count; first++)
            {
                foreach (var other in flowchart.Boxes.Skip(first + 1))
                    Assert.False(flowchart.Boxes[first].IsNear(other), $"{flowchart.Id}: {flowchart.Boxes[first]} is too near to {other}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Every_outcome_of_a_box_has_room_for_its_name(string file)
    {
        foreach (var flowchart in Flowcharts(file))
        {
            foreach (var leaving in flowchart.Lines.GroupBy(line => line.Source))
            {
                var ports = leaving.Select(line => line.Port).Distinct(StringComparer.Ordinal).Count();
                Assert.True(flowchart.Box(leaving.Key).Height >= PerPort * ports, $"{flowchart.Id}: {leaving.Key} has {ports} outcomes on {flowchart.Box(leaving.Key).Height} px");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Connections_lead_onwards_or_are_bent_around(string file)
    {
        foreach (var flowchart in Flowcharts(file))
        {
            foreach (var line in flowchart.Lines.Where(line => line.Bends.Count == 0))
                Assert.True(flowchart.Box(line.Target).X >= flowchart.Box(line.Source).X + flowchart.Box(line.Source).Width, $"{flowchart.Id}: {line.Source} → {line.Target} leads backwards without a bend");
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void A_long_connection_is_bent_into_a_lane_without_boxes(string file)
    {
        foreach (var flowchart in Flowcharts(file))
        {
            foreach (var line in flowchart.Lines)
            {
                var (source, target) = (flowchart.Box(line.Source), flowchart.Box(line.Target));
                (double X, double Y)[] way = [(source.X + source.Width, source.Y + (source.Height / 2)), .. line.Bends, (target.X, target.Y + (target.Height / 2))];
                foreach (var (from, to) in way.Zip(way.Skip(1)).Where(part => Math.Abs(part.Second.X - part.First.X) > Farthest))
                {
                    var inTheWay = flowchart.Boxes.Where(box => box.Id != line.Source && box.Id != line.Target && box.Crosses(from, to)).Select(box => box.Id);
                    Assert.True(!inTheWay.Any(), $"{flowchart.Id}: {line.Source} → {line.Target} has {string.Join(", ", inTheWay)} in its way; lead it around by bends");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Boxes_and_bends_stand_on_the_grid(string file)
    {
        foreach (var flowchart in Flowcharts(file))
        {
            var places = flowchart.Boxes.Select(box => (box.X, box.Y)).Concat(flowchart.Lines.SelectMany(line => line.Bends));
            Assert.All(places, place => Assert.True(place.X % Grid == 0 && place.Y % Grid == 0, $"{flowchart.Id}: ({place.X}, {place.Y})"));
        }
    }

    private static List<Flowchart> Flowcharts(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "workflows", file)));
        var found = Find(document.RootElement.GetProperty("root").Clone()).ToList();
        Assert.NotEmpty(found);
        return found;
    }

    private static IEnumerable<Flowchart> Find(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => (Is(value) ? [Flowchart.Of(value)] : Enumerable.Empty<Flowchart>()).Concat(value.EnumerateObject().SelectMany(member => Find(member.Value))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Find),
        _ => [],
    };

    private static bool Is(JsonElement value) => value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "Elsa.Flowchart";

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Orchestrator.sln"))) directory = directory.Parent;
        return directory.FullName;
    }

    private sealed record Flowchart(string Id, IReadOnlyList<Box> Boxes, IReadOnlyList<Line> Lines)
    {
        public Box Box(string id) => Boxes.Single(box => box.Id == id);

        public static Flowchart Of(JsonElement json) => new(
            json.GetProperty("id").GetString()!, [.. json.GetProperty("activities").EnumerateArray().Select(LayoutTests.Box.Of)],
            [.. json.GetProperty("connections").EnumerateArray().Select(Line.Of)]);
    }

    private sealed record Box(string Id, double X, double Y, double Width, double Height)
    {
        public bool IsNear(Box other) =>
            X < other.X + other.Width + Beside && other.X < X + Width + Beside && Y < other.Y + other.Height + Below && other.Y < Y + Height + Below;

        /// <summary>True when it stands in the rectangle between two places, within which the router goes by the shortest way.</summary>
        public bool Crosses((double X, double Y) one, (double X, double Y) other) =>
            X < Math.Max(one.X, other.X) && Math.Min(one.X, other.X) < X + Width && Y < Math.Max(one.Y, other.Y) + Kept && Math.Min(one.Y, other.Y) - Kept < Y + Height;

        public static Box Of(JsonElement activity)
        {
            var metadata = activity.GetProperty("metadata");
            var (position, size) = (metadata.GetProperty("designer").GetProperty("position"), metadata.GetProperty("designer").GetProperty("size"));
            var label = metadata.TryGetProperty("displayText", out var text) ? text.GetString()!.Length : 0;
            return new Box(
                activity.GetProperty("id").GetString()!, position.GetProperty("x").GetDouble(), position.GetProperty("y").GetDouble(),
                Math.Max(Math.Max(size.GetProperty("width").GetDouble(), WidestType), AroundLabel + (WidestLetter * label)), size.GetProperty("height").GetDouble());
        }
    }

    private sealed record Line(string Source, string Port, string Target, IReadOnlyList<(double X, double Y)> Bends)
    {
        public static Line Of(JsonElement json) => new(
            json.GetProperty("source").GetProperty("activity").GetString()!, json.GetProperty("source").GetProperty("port").GetString()!,
            json.GetProperty("target").GetProperty("activity").GetString()!,
            [.. json.GetProperty("vertices").EnumerateArray().Select(vertex => (vertex.GetProperty("x").GetDouble(), vertex.GetProperty("y").GetDouble()))]);
    }
}
