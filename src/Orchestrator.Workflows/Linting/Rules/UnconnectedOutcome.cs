namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>
/// Outcomes that leave a case standing still: what an agency or a case activity can answer and nothing is drawn for. Choices of a designer's own
/// (decisions, switches) may leave a port open on purpose.
/// </summary>
internal sealed class UnconnectedOutcome : LintRule
{
    public override string Code => "unconnected-outcome";

    public override IEnumerable<LintFinding> Check(LintSubject subject) =>
        from graph in subject.Flowcharts
        from activity in graph.Nodes
        where activity.Node.Type.StartsWith("Agency.", StringComparison.Ordinal) || activity.Node.Type.StartsWith("Case.", StringComparison.Ordinal)
        let ports = activity.Descriptor.Ports.Where(port => !port.IsEmbedded).ToArray()

        // A single port that leads nowhere is simply the end of a branch.
        where ports.Length > 1
        from port in ports
        where !activity.ConnectedPorts.Contains(port.Name)
        select Finding(activity, null, port.Name);
}
