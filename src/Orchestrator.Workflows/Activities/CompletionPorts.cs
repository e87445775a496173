using System.Collections.Frozen;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Activities;

/// <summary>Ports of a container that a Complete activity inside it may end.</summary>
internal static class CompletionPorts
{
    /// <summary><c>Done</c> and every outcome that a Complete inside names; null when one of them is known only when it runs.</summary>
    public static FrozenSet<string>? Of(ActivityPlanner planner)
    {
        var ports = new HashSet<string>(StringComparer.Ordinal) { BuiltInBehaviour.Done };
        foreach (var complete in planner.Node.WithDescendants().Where(a => a.Type == "Elsa.Complete"))
        {
            var outcomes = complete["outcomes"];
            var expression = outcomes.Object("expression");
            if (outcomes.IsAbsent()) continue;
            if (expression.Text("type") is not ("Literal" or "Object" or null)) return null;
            var value = expression.Member("value");
            if (StringList.Of(value) is { } list) ports.UnionWith(list);
            else if (value.ValueKind == JsonValueKind.String) ports.Add(value.GetString()!);
        }

        return ports.ToFrozenSet(StringComparer.Ordinal);
    }
}
