using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Linting;

/// <summary>A compiled workflow as rules see it.</summary>
internal sealed class LintSubject(CompiledWorkflow workflow, WorkflowDefinition definition, LintSurroundings surroundings)
{
    public WorkflowDefinition Definition => definition;

    public LintSurroundings Surroundings => surroundings;

    /// <summary>What is drawn in this definition; workflows that it uses are checked on their own.</summary>
    public IReadOnlyList<CompiledActivity> Activities { get; } =
        [.. workflow.ByNodeId.Values.Where(activity => activity.Frame is null).OrderBy(activity => activity.NodeId, StringComparer.Ordinal)];

    /// <summary>What is drawn in this definition and in the workflows that it uses.</summary>
    public IEnumerable<CompiledActivity> Everything => workflow.ByNodeId.Values;

    /// <summary>Every expression that is written.</summary>
    public IReadOnlyList<LintedExpression> Expressions => field ??= [.. Activities.SelectMany(LintedExpression.In)];

    /// <summary>Variables in reach of an activity, the innermost first.</summary>
    public IEnumerable<VariableDefinition> VariablesOf(CompiledActivity activity) => Activities
        .Where(container => activity.NodeId == container.NodeId || activity.NodeId.StartsWith(container.NodeId + ":", StringComparison.Ordinal))
        .OrderByDescending(container => container.NodeId.Length)
        .SelectMany(container => DefinitionReader.Variables(container.Node.Json, container.Node.Path))
        .Concat(definition.Variables);

    /// <summary>Every declared variable.</summary>
    public IEnumerable<VariableDefinition> Variables =>
        definition.Variables.Concat(Activities.SelectMany(activity => DefinitionReader.Variables(activity.Node.Json, activity.Node.Path)));

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
