using Orchestrator.Designer.Diagrams;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Tests.Diagrams;

public sealed class DiagramTests
{
    [Fact]
    public void Activities_stand_where_they_were_drawn_and_connections_join_them()
    {
        var diagram = Diagram.Of(Read("""
            {"definitionId":"d","root":{"type":"Elsa.Flowchart","version":1,"id":"F","activities":[
              {"type":"Elsa.Start","version":1,"id":"A","metadata":{"designer":{"position":{"x":100,"y":50},"size":{"width":200,"height":60}},"displayText":"Bắt đầu"}},
              {"type":"Made.Up","version":1,"id":"B","metadata":{"designer":{"position":{"x":400,"y":150},"size":{"width":200,"height":60}}}}],
             "connections":[{"source":{"activity":"A","port":"Done"},"target":{"activity":"B","port":"In"}},{"source":{"activity":"A"},"target":{"activity":"Gone"}}]}}
            """));

        Assert.Equal([("A", "Bắt đầu", 100.0), ("B", "B", 400.0)], diagram.Nodes.Select(node => (node.Id, node.Label, node.X)));
        var edge = Assert.Single(diagram.Edges);
        Assert.Equal([new DiagramPoint(300, 80), new DiagramPoint(400, 180)], edge.Points);
        Assert.StartsWith("M300,80 C", edge.Path, StringComparison.Ordinal);
        Assert.All(diagram.Nodes, node => Assert.True(node.X > diagram.Left && node.X + node.Width < diagram.Left + diagram.Width && node.Y + node.Height < diagram.Top + diagram.Height));
    }

    [Fact]
    public void Bends_are_followed_and_both_forms_of_connections_are_read()
    {
        var diagram = Diagram.Of(Read("""
            {"definitionId":"d","root":{"type":"Elsa.Flowchart","version":1,"id":"F","activities":[{"type":"Elsa.Start","version":1,"id":"A"},{"type":"Elsa.End","version":1,"id":"B"}],
             "connections":[{"source":"A","sourcePort":"Refused","target":"B","targetPort":"In","vertices":[{"x":700,"y":180}]}]}}
            """));

        Assert.Equal(("Refused", 3), (diagram.Edges[0].Port, diagram.Edges[0].Points.Count));
        Assert.Contains("L700,180", diagram.Edges[0].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_leave_a_box_at_different_heights()
    {
        var diagram = Diagram.Of(Read("""
            {"definitionId":"d","root":{"type":"Elsa.Flowchart","version":1,"id":"F","activities":[
              {"type":"Elsa.FlowDecision","version":1,"id":"A","metadata":{"designer":{"position":{"x":0,"y":0},"size":{"width":200,"height":60}}}},{"type":"Elsa.End","version":1,"id":"B"}],
             "connections":[{"source":{"activity":"A","port":"True"},"target":{"activity":"B"}},{"source":{"activity":"A","port":"False"},"target":{"activity":"B"}}]}}
            """));

        Assert.Equal([20.0, 40.0], diagram.Edges.Select(edge => edge.Points[0].Y));
    }

    [Fact]
    public void What_has_no_places_is_drawn_in_a_row_and_an_empty_one_is_empty()
    {
        var row = Diagram.Of(Read("""{"definitionId":"d","root":{"type":"Elsa.Sequence","version":1,"id":"S","activities":[{"type":"Elsa.End","version":1,"id":"A"},{"type":"Elsa.End","version":1,"id":"B"}]}}"""));

        Assert.Single(row.Edges);
        Assert.True(row.Nodes[1].X > row.Nodes[0].X + row.Nodes[0].Width);
        Assert.Empty(Diagram.Of(Read("""{"definitionId":"d"}""")).Nodes);
    }

    [Fact]
    public void A_long_label_is_broken_into_lines_that_fit()
    {
        var lines = new DiagramNode("A", "W:A", "Đăng ký khai sinh tại Uỷ ban nhân dân cấp xã nơi cư trú của người cha hoặc người mẹ", "T", 0, 0, 220, 60).Lines;

        Assert.Equal(3, lines.Count);
        Assert.EndsWith("…", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.Length <= 29));
    }

    private static WorkflowDefinition Read(string json) =>
        DefinitionReader.Read(System.Text.Encoding.UTF8.GetBytes(json)) is DefinitionReading.Read read ? read.Definition : throw new InvalidOperationException("The definition cannot be read.");
}
