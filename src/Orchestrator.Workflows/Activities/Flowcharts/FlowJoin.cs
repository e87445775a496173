using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>The drawn join. The surrounding flowchart starts it when its mode is fulfilled. Its plan is its rule, or the expression that gives its mode when branches arrive.</summary>
internal sealed class FlowJoin : BuiltInBehaviour
{
    private const string Known = "WaitAll, WaitAllActive or WaitAny";

    /// <summary>Elsa's order: its files may hold the number as well as the name.</summary>
    private static readonly (string Name, JoinRule Rule)[] Modes = [("WaitAll", JoinRule.All), ("WaitAllActive", JoinRule.Active), ("WaitAny", JoinRule.First)];

    public override object Plan(ActivityPlanner planner)
    {
        var written = planner.Node["mode"];
        if (written.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return JoinRule.First;
        if (planner.Constant("mode") is not { } constant) return planner.ExpressionOf("mode", "String") is { } expression ? expression : JoinRule.First;
        if (constant.ValueKind == JsonValueKind.Null || constant.ToString().Length == 0) return JoinRule.First;
        if (Parse(constant.ToString()) is { } known) return known;
        planner.Fault("invalid-join-mode", $"{planner.Node.Path}.mode", $"Expected {Known}, but found '{constant}'; choose one of them.");
        return JoinRule.First;
    }

    /// <summary>The rule of a join whose mode an expression gives. Where that fails, the join is started at once, so that it is the one that faults.</summary>
    public static JoinRule Evaluate(ExecutionTurn flowchart, IPreparedExpression mode)
    {
        try
        {
            return Parse(flowchart.Evaluate(mode, "String").ToString()) ?? JoinRule.First;
        }
        catch (ExpressionException)
        {
            return JoinRule.First;
        }
    }

    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.Activity.Plan is IPreparedExpression mode && turn.Evaluate(mode, "String").ToString() is var text && Parse(text) is null)
            turn.Fault(new Fault(FaultCodes.InvalidInput, $"Expected {Known} as the mode of '{turn.DisplayName}', but its expression gave '{text}'; correct it, then retry."));
        else
            turn.Complete();
    }

    private static JoinRule? Parse(string mode)
    {
        for (var i = 0; i < Modes.Length; i++)
        {
            if (string.Equals(mode, Modes[i].Name, StringComparison.OrdinalIgnoreCase) || mode == i.ToString(System.Globalization.CultureInfo.InvariantCulture)) return Modes[i].Rule;
        }

        return null;
    }
}
