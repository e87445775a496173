using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Linting;

/// <summary>A compiled workflow as rules see it.</summary>
internal sealed class LintSubject(CompiledWorkflow workflow, WorkflowDefinition definition)
{
    public WorkflowDefinition Definition => definition;

    public IReadOnlyList<CompiledActivity> Activities { get; } = [.. workflow.ByNodeId.Values.Where(activity => activity.Frame is null).OrderBy(activity => activity.NodeId, StringComparer.Ordinal)];

    public IEnumerable<FlowGraph> Flowcharts => Activities.Select(activity => activity.Plan).OfType<FlowGraph>();

    /// <summary>True when the activity ends its flow, container or case.</summary>
    public static bool Ends(CompiledActivity activity) =>
        activity.Descriptor.IsTerminal || activity.Node.Type is "Elsa.End" or "Elsa.Finish" or "Elsa.Complete" or "Elsa.Fault" or "Elsa.Break";

    /// <summary>True when the activity, or one inside it, ends its flow.</summary>
    public static bool EndsInside(CompiledActivity activity) =>
        Ends(activity) || activity.Node.WithDescendants().Any(node => node.Type is "Elsa.End" or "Elsa.Finish" or "Elsa.Complete" or "Elsa.Fault" or "Elsa.Break");

    /// <summary>Everything that can come after the given activities, those included.</summary>
    public static HashSet<int> Reachable(FlowGraph graph, IEnumerable<int> from)
    {
        var found = new HashSet<int>();
        var open = new Stack<int>(from.Where(node => node >= 0));
        while (open.TryPop(out var node))
        {
            if (!found.Add(node))
            {
                continue;
            }

            foreach (var index in graph.Outbound(node))
            {
                open.Push(graph.Connections[index].Target);
            }
        }

        return found;
    }
}
