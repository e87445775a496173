using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>What a place where connections meet waits for.</summary>
internal enum FlowJoinMode
{
    /// <summary>Every branch that is still alive; also where no FlowJoin is drawn.</summary>
    WaitAllActive,

    /// <summary>Every connection.</summary>
    WaitAll,

    /// <summary>The first branch; the others are cancelled when the join runs.</summary>
    WaitAny,
}

/// <summary>The drawn join. The surrounding flowchart starts it when its mode is fulfilled.</summary>
internal sealed class FlowJoin : BuiltInBehaviour
{
    /// <summary>Tag of a WaitAll join that is started because a branch can no longer arrive.</summary>
    public const string Incomplete = "incomplete";

    public static FlowJoinMode ModeOf(CompiledActivity node) => node.Plan is FlowJoinMode mode && node.Behaviour is FlowJoin ? mode : FlowJoinMode.WaitAllActive;

    public override object Plan(ActivityPlanner planner)
    {
        if (planner.Node["mode"].ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return FlowJoinMode.WaitAny;
        var mode = planner.Constant("mode") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        if (string.IsNullOrEmpty(mode)) mode = nameof(FlowJoinMode.WaitAny);
        if (Enum.TryParse<FlowJoinMode>(mode, ignoreCase: true, out var known)) return known;
        planner.Fault("invalid-join-mode", $"{planner.Node.Path}.mode", $"Expected WaitAll, WaitAllActive or WaitAny, but found '{mode}'; choose one of them.");
        return FlowJoinMode.WaitAny;
    }

    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.Tag == Incomplete)
        {
            turn.Fault(new Fault(FaultCodes.JoinCannotComplete,
                $"Expected every branch to arrive at '{turn.DisplayName}', but one of them ended elsewhere; choose WaitAllActive to go on without it, or override this once."));
            return;
        }

        if (ModeOf(turn.Activity) == FlowJoinMode.WaitAny && turn.Execution.ParentId is { } flowchart && turn.Decider.ActivityOf(flowchart).Behaviour is Flowchart)
            turn.Decider.Guard(flowchart, container => Flowchart.CancelWhatLeadsTo(container, turn.Activity.NodeId));
        turn.Complete();
    }
}
