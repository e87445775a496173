namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>
/// Outcomes that leave a case standing still: what an agency or a case activity can answer and nothing is drawn for. Choices of a designer's own
/// (decisions, switches) may leave a port open on purpose.
/// </summary>
internal sealed class UnconnectedOutcome : LintRule
{
    public override string Code => "unconnected-outcome";

    public override string Summary => "An outcome that an agency declares has no continuation, so the branch ends there without a word.";

    public override IEnumerable<LintFinding> Check(LintSubject subject) =>
        from graph in subject.Flowcharts
        from activity in graph.Nodes
        where activity.Node.Type.StartsWith("Agency.", StringComparison.Ordinal) || activity.Node.Type.StartsWith("Case.", StringComparison.Ordinal)
        let ports = activity.Descriptor.Ports.Where(port => !port.IsEmbedded).ToArray()

        // A single port that leads nowhere is simply the end of a branch.
        where ports.Length > 1
        from port in ports
        where !activity.ConnectedPorts.Contains(port.Name)
        select Finding(activity, $"Expected every outcome of '{activity.Node.Label}' to lead on, but {port.Name} is not connected; connect it, if only to an activity that records the result.");
}
