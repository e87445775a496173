using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities;

/// <summary>The cases of a switch, in their order.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="MatchAny">Whether every case that holds is taken.</param>
/// <param name="Mode">Tells that when the switch runs; null when it is written down.</param>
internal sealed record SwitchCases(ImmutableArray<SwitchCase> Cases, bool MatchAny, IPreparedExpression? Mode)
{
    public static SwitchCases Read(ActivityPlanner planner)
    {
        var cases = ImmutableArray.CreateBuilder<SwitchCase>();
        foreach (var (item, path) in planner.Node.Json.Items("cases", planner.Node.Path))
        {
            var condition = item.Member("condition");
            if (condition.Member("expression") is { ValueKind: JsonValueKind.Object } wrapped) condition = wrapped;
            if (condition.ValueKind is JsonValueKind.True or JsonValueKind.False) condition = Json.Object(("type", "Literal"), ("value", condition));
            var expression = condition.ValueKind == JsonValueKind.Object ? planner.Expression(condition, $"{path}.condition", "Boolean") : null;
            var slot = path[(planner.Node.Path.Length + 1)..] + ".activity";
            cases.Add(new SwitchCase(item.Text("label") ?? "", expression, planner.Child(slot)));
        }

        foreach (var label in cases.GroupBy(c => c.Label).Where(g => g.Count() > 1).Select(g => g.Key))
            planner.Fault("duplicate-case", $"{planner.Node.Path}.cases", $"Expected every case to have a name of its own, but '{label}' is used again; rename one.");
        var written = planner.Constant("mode");
        var mode = written is null ? planner.ExpressionOf("mode", "String") : null;
        if (written is { } text && !text.IsAbsent() && text.ToString().Length > 0 && IsMatchAny(text.ToString()) is null)
            planner.Fault("invalid-switch-mode", $"{planner.Node.Path}.mode", $"Expected MatchFirst or MatchAny, but found '{text}'; choose one of them.");
        return new SwitchCases(cases.ToImmutable(), written is { } constant && IsMatchAny(constant.ToString()) == true, mode);
    }

    /// <summary>Evaluates in order; after a match in the first-match mode nothing else is evaluated.</summary>
    public IEnumerable<SwitchCase> Matches(ExecutionTurn turn)
    {
        var isMatchAny = Mode is null ? MatchAny : IsMatchAny(turn.Evaluate(Mode, "String").ToString()) ?? false;
        foreach (var item in Cases)
        {
            if (item.Condition is null || turn.Evaluate(item.Condition, "Boolean").ValueKind != JsonValueKind.True) continue;
            yield return item;
            if (!isMatchAny) yield break;
        }
    }

    private static bool? IsMatchAny(string mode) => mode.ToUpperInvariant() switch
    {
        "MATCHANY" or "1" => true,
        "MATCHFIRST" or "0" => false,
        _ => null,
    };
}

/// <summary>One case: its port or label, its condition, and the activity drawn in it, if any.</summary>
internal sealed record SwitchCase(string Label, IPreparedExpression? Condition, CompiledActivity? Activity);
