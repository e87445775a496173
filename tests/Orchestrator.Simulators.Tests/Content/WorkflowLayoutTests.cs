using System.Text.Json;

namespace Orchestrator.Simulators.Tests.Content;

public sealed class WorkflowLayoutTests
{
    private const int LeastAcross = 280, LeastDown = 110, LongestLabel = 34;

    public static TheoryData<string> Procedures => [.. Repository.Procedures];

    [Theory]
    [MemberData(nameof(Procedures))]
    public void No_two_nodes_of_a_chart_overlap(string procedure)
    {
        foreach (var chart in Chart.ReadAll(procedure))
        {
            foreach (var (one, other) in chart.Pairs())
            {
                var isApart = Math.Abs(one.X - other.X) >= LeastAcross || Math.Abs(one.Y - other.Y) >= LeastDown;
                Assert.True(isApart, $"{chart.Id}: {one.Id} and {other.Id} stand on each other.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public void Every_connection_joins_two_nodes_of_its_chart_once(string procedure)
    {
        foreach (var chart in Chart.ReadAll(procedure))
        {
            var ids = chart.Nodes.Select(node => node.Id).ToHashSet();
            Assert.All(chart.Connections, connection =>
            {
                Assert.Contains(connection.Source, ids);
                Assert.Contains(connection.Target, ids);
            });
            Assert.Equal(chart.Connections.Count, chart.Connections.Distinct().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public void Every_node_but_the_start_is_reached_and_ids_are_unique(string procedure)
    {
        var charts = Chart.ReadAll(procedure);
        foreach (var chart in charts)
        {
            var start = Assert.Single(chart.Nodes, node => node.Type == "Elsa.Start");
            var reached = new HashSet<string> { start.Id };
            var open = new Queue<string>(reached);
            while (open.TryDequeue(out var id))
            {
                foreach (var target in chart.Connections.Where(connection => connection.Source == id).Select(connection => connection.Target).Where(reached.Add))
                    open.Enqueue(target);
            }

            Assert.Equal(chart.Nodes.Select(node => node.Id).Order(), reached.Order());
        }

        var all = charts.SelectMany(chart => chart.Nodes).Select(node => node.Id).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public void Every_outcome_of_an_agency_leads_somewhere(string procedure)
    {
        foreach (var chart in Chart.ReadAll(procedure))
        {
            foreach (var node in chart.Nodes.Where(node => node.Type.StartsWith("Agency.", StringComparison.Ordinal)))
            {
                var taken = chart.Connections.Where(connection => connection.Source == node.Id).Select(connection => connection.Port).Order();
                Assert.Equal(ProductCatalog.PortsOf(node.Type).Order(), taken);
            }
        }
    }

    // An implicit join counts every way in. A way into the middle of a loop from outside would be counted once, the others once for each
    // round, and the node would never run again: so whatever a loop's head leads to is entered from within the loop only.
    [Theory]
    [MemberData(nameof(Procedures))]
    public void Nothing_leads_into_the_middle_of_a_loop(string procedure)
    {
        foreach (var chart in Chart.ReadAll(procedure))
        {
            foreach (var head in chart.LoopHeads())
            {
                var inside = chart.ReachableFrom(head);
                Assert.All(
                    chart.Connections.Where(connection => connection.Target != head && inside.Contains(connection.Target)),
                    connection => Assert.True(connection.Source == head || inside.Contains(connection.Source), $"{chart.Id}: {connection.Source} leads into the loop of {head}."));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public void Every_node_has_a_short_label_and_an_explanation(string procedure) =>
        Assert.All(Chart.ReadAll(procedure).SelectMany(chart => chart.Nodes), node =>
        {
            Assert.InRange(node.Label.Length, 1, LongestLabel);
            Assert.EndsWith(".", node.Description.Replace('?', '.'), StringComparison.Ordinal);
        });

    [Theory]
    [MemberData(nameof(Procedures))]
    public void The_file_is_kept_in_one_layout(string procedure)
    {
        var text = File.ReadAllText(Repository.Procedure(procedure, "workflow.json"));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\t', text);
        Assert.DoesNotContain('\r', text);
        using var document = JsonDocument.Parse(text);
        Assert.Equal(procedure, document.RootElement.GetProperty("definitionId").GetString());
    }
}
