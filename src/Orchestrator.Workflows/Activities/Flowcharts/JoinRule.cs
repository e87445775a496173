using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>What a place where connections meet waits for.</summary>
internal enum JoinRule
{
    /// <summary>Nothing said: every branch that is still alive, or as <see cref="Stream"/> where the flowchart follows tokens.</summary>
    Implicit,

    /// <summary>Every branch that is still alive.</summary>
    Active,

    /// <summary>The activities directly before it, as far as they are at work; Elsa's approximation of <see cref="Active"/> for tokens.</summary>
    Stream,

    /// <summary>Every connection that leads forward.</summary>
    All,

    /// <summary>Every connection, also those that lead back.</summary>
    Every,

    /// <summary>The first branch; the others are cancelled when the activity starts.</summary>
    First,

    /// <summary>Nothing: it runs for every branch that arrives.</summary>
    Each,
}

/// <summary>Reads the merge mode that Studio keeps on every activity.</summary>
internal static class MergeModes
{
    private const string Property = "mergeMode";
    private const string Known = "None, Stream, Merge, Converge, Cascade or Race";

    /// <summary>Elsa's order: its files may hold the number as well as the name.</summary>
    private static readonly (string Name, JoinRule Rule)[] Modes =
    [
        ("None", JoinRule.Implicit), ("Stream", JoinRule.Implicit), ("Merge", JoinRule.All), ("Converge", JoinRule.Every), ("Cascade", JoinRule.Each), ("Race", JoinRule.First),
    ];

    /// <summary>The rule of an activity that is no FlowJoin; a mode that Elsa does not have is a fault.</summary>
    public static JoinRule Of(ActivityPlanner planner, CompiledActivity node)
    {
        var written = node.CustomProperties.Member(Property);
        if (written.IsAbsent() || written is { ValueKind: JsonValueKind.String } empty && empty.ValueEquals("")) return JoinRule.Implicit;
        var text = written.ToString();
        for (var i = 0; i < Modes.Length; i++)
        {
            if (string.Equals(text, Modes[i].Name, StringComparison.OrdinalIgnoreCase) || text == i.ToString(System.Globalization.CultureInfo.InvariantCulture)) return Modes[i].Rule;
        }

        planner.Fault("invalid-merge-mode", $"{node.Node.Path}.customProperties.{Property}", $"Expected the merge mode {Known}, but found '{text}'; choose one of them.", node.Node);
        return JoinRule.Implicit;
    }
}
