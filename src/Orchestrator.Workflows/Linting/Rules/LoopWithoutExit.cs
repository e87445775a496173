using System.Text.Json;
using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>Circles of connections that nothing leads out of, and While loops whose condition is always true without a Break.</summary>
internal sealed class LoopWithoutExit : LintRule
{
    public override string Code => "loop-without-exit";

    public override LintSeverity Severity => LintSeverity.Error;

    public override IEnumerable<LintFinding> Check(LintSubject subject) =>
        subject.Flowcharts.SelectMany(Circles).Select(activity => Finding(activity))
            .Concat(subject.Activities
                .Where(activity => activity.Node.Type == "Elsa.While" && IsAlwaysTrue(activity.Node["condition"]) && !LintSubject.EndsInside(activity))
                .Select(activity => Finding(activity, "while")));

    /// <summary>The first activity of every circle without an exit.</summary>
    private static IEnumerable<CompiledActivity> Circles(FlowGraph graph)
    {
        var reached = LintSubject.Reachable(graph, [graph.Start]);
        var told = new HashSet<int>();
        foreach (var connection in graph.Connections.Where(connection => connection.IsBackward && reached.Contains(connection.Source)))
        {
            var circle = LintSubject.Reachable(graph, [connection.Target]);

            // Whatever can follow leads back again, no activity in it ends the flow, and none has a port that leads nowhere.
            var closed = circle.All(node => LintSubject.Reachable(graph, [node]).Contains(connection.Target)
                && !LintSubject.EndsInside(graph.Nodes[node])
                && graph.Nodes[node].Descriptor.Ports.Where(port => !port.IsEmbedded).All(port => graph.Nodes[node].ConnectedPorts.Contains(port.Name)));
            if (closed && circle.All(told.Add))
            {
                yield return graph.Nodes[connection.Target];
            }
        }
    }

    private static bool IsAlwaysTrue(JsonElement condition)
    {
        var value = condition.Object("expression").Member("value");
        return value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.String && value.GetString()!.Trim().TrimEnd(';').Equals("true", StringComparison.OrdinalIgnoreCase));
    }
}
