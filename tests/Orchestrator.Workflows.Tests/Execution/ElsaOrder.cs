using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>
/// Which activities of a definition follow one another. Branches that run at the same time may take turns in any way; within a branch the order counts.
/// </summary>
internal sealed class ElsaOrder
{
    private readonly Dictionary<string, ActivityNode[]> _chains = new(StringComparer.Ordinal);

    public ElsaOrder(JsonElement definition)
    {
        if (DefinitionReader.Read(definition) is DefinitionReading.Read { Definition.Root: { } root }) Walk(root, []);
    }

    /// <summary>True when the same activities started as often, and in the same order wherever one can follow the other.</summary>
    public bool IsSame(string[] expected, string[] actual)
    {
        if (!expected.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal))) return false;
        var ids = expected.Distinct().ToArray();
        return ids.SelectMany((first, i) => ids.Skip(i + 1).Select(second => (first, second)))
            .Where(p => Follow(p.first, p.second))
            .All(p => expected.Where(a => a == p.first || a == p.second).SequenceEqual(actual.Where(a => a == p.first || a == p.second)));
    }

    private static bool Reaches(ActivityNode flowchart, string from, string to)
    {
        var connections = flowchart.Json.Items("connections", "$").Select(c => (From: End(c.Item, "source"), To: End(c.Item, "target"))).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var node))
        {
            foreach (var (_, next) in connections.Where(c => c.From == node))
            {
                if (next == to) return true;
                if (seen.Add(next)) open.Push(next);
            }
        }

        return false;
    }

    private static string End(JsonElement connection, string name) =>
        (connection.Member(name) is { ValueKind: JsonValueKind.Object } end ? end.Text("activity") : connection.Text(name)) ?? "";

    private bool Follow(string first, string second)
    {
        if (!_chains.TryGetValue(first, out var a) || !_chains.TryGetValue(second, out var b)) return true;
        var shared = 0;
        while (shared < a.Length && shared < b.Length && a[shared] == b[shared]) shared++;
        if (a.Take(shared).Any(c => c.Type == "Elsa.ParallelForEach")) return false;
        if (shared == a.Length || shared == b.Length) return true;
        return a[shared - 1].Type switch
        {
            "Elsa.Parallel" or "Elsa.Fork" or "Elsa.Switch" or "Elsa.StateMachine" => false,
            "Elsa.Flowchart" => Reaches(a[shared - 1], a[shared].Id, b[shared].Id) || Reaches(a[shared - 1], b[shared].Id, a[shared].Id),
            _ => true,
        };
    }

    private void Walk(ActivityNode node, ActivityNode[] above)
    {
        ActivityNode[] chain = [.. above, node];
        _chains[node.Id] = chain;
        foreach (var child in node.Children) Walk(child, chain);
    }
}
