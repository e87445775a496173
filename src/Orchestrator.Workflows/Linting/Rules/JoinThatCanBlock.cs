using Orchestrator.Workflows.Activities.Flowcharts;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>
/// Joins that wait for every branch although a choice before them can lead one branch elsewhere: with that choice the join never completes.
/// </summary>
internal sealed class JoinThatCanBlock : LintRule
{
    public override string Code => "join-can-block";

    public override IEnumerable<LintFinding> Check(LintSubject subject)
    {
        foreach (var graph in subject.Flowcharts)
        {
            var reached = LintSubject.Reachable(graph, [graph.Start]);
            foreach (var join in reached.Order())
            {
                if (graph.Rules[join] is not (JoinRule.All or JoinRule.Every))
                {
                    continue;
                }

                if (reached.Order().Select(node => Leak(graph, node, join)).FirstOrDefault(leak => leak is not null) is { } leak)
                {
                    yield return Finding(graph.Nodes[join], null, leak.Port, leak.Choice);
                }
            }
        }
    }

    /// <summary>Names the outcome of a choice that never gets to the join, or null.</summary>
    private static (string Port, string Choice)? Leak(FlowGraph graph, int node, int join)
    {
        var activity = graph.Nodes[node];
        var ports = activity.Descriptor.Ports.Where(port => !port.IsEmbedded).Select(port => port.Name).Union(activity.ConnectedPorts).ToArray();
        if (node == join || ports.Length < 2 || activity.Node.Type == "Elsa.FlowFork" || !graph.Reaches(node, join))
        {
            return null;
        }

        foreach (var port in ports)
        {
            var targets = new List<int>();
            foreach (var index in graph.Outbound(node))
            {
                if (graph.Connections[index].Port == port)
                {
                    targets.Add(graph.Connections[index].Target);
                }
            }

            var ahead = LintSubject.Reachable(graph, targets);
            if (!ahead.Contains(join) && !ahead.Any(next => LintSubject.EndsInside(graph.Nodes[next])))
            {
                return (port, activity.Node.Label);
            }
        }

        return null;
    }
}
