using System.Collections.Frozen;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>Takes one of two ports.</summary>
internal sealed class FlowDecision : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn) => turn.Complete(turn.FlagInput("Condition") ? "True" : "False");
}

/// <summary>Takes the port of every branch.</summary>
internal sealed class FlowFork : BuiltInBehaviour
{
    /// <summary>Ports follow the list of branches, and Studio leaves the connection of a branch that was taken from it; it is never taken, as in Elsa.</summary>
    public override FrozenSet<string>? Ports(ActivityPlanner planner) => null;

    protected override void Execute(ExecutionTurn turn)
    {
        var branches = turn.Input("Branches");
        if (branches.ValueKind != JsonValueKind.Array || branches.GetArrayLength() == 0) turn.Complete();
        else turn.Complete([.. branches.EnumerateArray().Select(b => b.ToString())]);
    }
}

/// <summary>Takes the port of the first case that holds, or of every one; <c>Default</c> when none does.</summary>
internal sealed class FlowSwitch : BuiltInBehaviour
{
    private const string Default = "Default";

    public override object Plan(ActivityPlanner planner) => SwitchCases.Read(planner);

    /// <summary>Ports follow the list of cases, and Studio leaves the connection of a case that was taken from it; it is never taken, as in Elsa.</summary>
    public override FrozenSet<string>? Ports(ActivityPlanner planner) => null;

    protected override void Execute(ExecutionTurn turn)
    {
        var matches = ((SwitchCases)turn.Activity.Plan!).Matches(turn).Select(c => c.Label).ToArray();
        turn.Complete(matches.Length == 0 ? [Default] : matches);
    }
}
