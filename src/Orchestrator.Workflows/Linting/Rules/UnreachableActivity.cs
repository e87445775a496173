namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>Activities of a flowchart that nothing leads to from its start.</summary>
internal sealed class UnreachableActivity : LintRule
{
    public override string Code => "unreachable-activity";

    public override IEnumerable<LintFinding> Check(LintSubject subject)
    {
        foreach (var graph in subject.Flowcharts)
        {
            var reached = LintSubject.Reachable(graph, [graph.Start]);
            for (var node = 0; node < graph.Nodes.Length; node++)
            {
                if (!reached.Contains(node))
                {
                    yield return Finding(graph.Nodes[node]);
                }
            }
        }
    }
}
