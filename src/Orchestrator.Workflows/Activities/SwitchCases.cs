using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities;

/// <summary>The cases of a switch, in their order.</summary>
internal sealed record SwitchCases(ImmutableArray<SwitchCase> Cases, bool MatchAny)
{
    public static SwitchCases Read(ActivityPlanner planner)
    {
        var cases = ImmutableArray.CreateBuilder<SwitchCase>();
        foreach (var (item, path) in planner.Node.Json.Items("cases", planner.Node.Path))
        {
            var condition = item.Member("condition");
            if (condition.Member("expression") is { ValueKind: JsonValueKind.Object } wrapped) condition = wrapped;
            var expression = condition.ValueKind == JsonValueKind.Object ? planner.Expression(condition, $"{path}.condition", "Boolean") : null;
            var slot = path[(planner.Node.Path.Length + 1)..] + ".activity";
            cases.Add(new SwitchCase(item.Text("label") ?? "", expression, planner.Child(slot)));
        }

        foreach (var label in cases.GroupBy(c => c.Label).Where(g => g.Count() > 1).Select(g => g.Key))
            planner.Fault("duplicate-case", $"{planner.Node.Path}.cases", $"Expected every case to have a name of its own, but '{label}' is used again; rename one.");
        return new SwitchCases(cases.ToImmutable(), planner.Constant("mode") is { } mode && mode.ToString() is "MatchAny" or "1");
    }

    /// <summary>Evaluates in order; after a match in the first-match mode nothing else is evaluated.</summary>
    public IEnumerable<SwitchCase> Matches(ExecutionTurn turn)
    {
        foreach (var item in Cases)
        {
            if (item.Condition is null || turn.Evaluate(item.Condition, "Boolean").ValueKind != JsonValueKind.True) continue;
            yield return item;
            if (!MatchAny) yield break;
        }
    }
}

/// <summary>One case: its port or label, its condition, and the activity drawn in it, if any.</summary>
internal sealed record SwitchCase(string Label, IPreparedExpression? Condition, CompiledActivity? Activity);
