using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Activities.Endings;
using Orchestrator.Workflows.Activities.Loops;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>
/// Follows connections, breadth first and in their order. Where several forward connections meet, the flow goes on as the <see cref="JoinRule"/> of that place says.
/// Its progress is the list of connections on which a token waits there. The same tokens serve both modes, so a case may change from one to the other.
/// </summary>
internal sealed class Flowchart : ContainerBehaviour
{
    /// <summary>Tag of an activity that starts because a branch it waits for can no longer arrive.</summary>
    private const string Incomplete = "incomplete";

    /// <summary>Tag of an activity that starts for the first branch and cancels the others.</summary>
    private const string First = "first";

    public override object Plan(ActivityPlanner planner) => FlowGraphReader.Read(planner);

    public override FrozenSet<string>? Ports(ActivityPlanner planner) => CompletionPorts.Of(planner);

    public override bool RunsOnDemand => true;

    protected override void Execute(ExecutionTurn turn)
    {
        var graph = GraphOf(turn);
        var start = graph.StartOf(turn.State.Started.Trigger?.NodeId);
        if (start < 0) turn.Complete();
        else turn.Schedule(graph.Nodes[start]);
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes)
    {
        var graph = GraphOf(turn);
        var node = graph.IndexOf(child.NodeId);
        if (graph.Nodes[node].Behaviour is End or Break)
        {
            turn.Complete();
            return;
        }

        var outbound = graph.Outbound(node);
        var isTokenBased = ModeOf(turn, graph) == FlowchartMode.TokenBased;
        for (var i = 0; i < outbound.Length; i++)
        {
            var coming = new Coming(graph, outbound[(i + 1)..], outcomes, isTokenBased);
            if (outcomes.Contains(graph.Connections[outbound[i]].Port)) Arrive(turn, graph, outbound[i], coming);

            // A join may be fulfilled by this connection, taken or not; it then comes before what later connections lead to.
            while (FireOneJoin(turn, graph, coming)) { }
        }

        GoOn(turn, graph);
    }

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child)
    {
        GoOn(turn, GraphOf(turn));
        return true;
    }

    public override Fault? ChildStarting(ExecutionTurn turn, ScheduledWork work)
    {
        var graph = GraphOf(turn);
        var node = graph.IndexOf(work.NodeId);
        if (work.Tag == First) CancelWhatLeadsTo(turn, graph, node);

        // Who retries has seen that a branch is missing.
        return work.Tag != Incomplete || work.RetryOf is not null ? null : new Fault(FaultCodes.JoinCannotComplete,
            $"Expected every branch to arrive at '{graph.Nodes[node].Node.Label}', but one of them ended elsewhere; lead it there or wait for active branches only, and retry to go on without it in this case.");
    }

    public override bool Receive(ExecutionTurn turn, ContainerSignal signal)
    {
        if (signal is not ContainerSignal.Complete complete) return false;
        turn.Complete(complete.Outcomes.AsSpan());
        return true;
    }

    /// <summary>A token waits on a connection; the other version must have that connection.</summary>
    public override ImmutableArray<long>? Migrate(ImmutableArray<long> progress, CompiledActivity from, CompiledActivity to)
    {
        var (before, after) = ((FlowGraph)from.Plan!, (FlowGraph)to.Plan!);
        var moved = ImmutableArray.CreateBuilder<long>(progress.Length);
        foreach (var token in progress)
        {
            var connection = before.Connections[(int)token];
            var same = -1;
            for (var index = 0; index < after.Connections.Length && same < 0; index++)
            {
                var other = after.Connections[index];
                if (other.Port == connection.Port && after.Nodes[other.Source].NodeId == before.Nodes[connection.Source].NodeId
                    && after.Nodes[other.Target].NodeId == before.Nodes[connection.Target].NodeId) same = index;
            }

            if (same < 0) return null;
            moved.Add(same);
        }

        return moved.MoveToImmutable();
    }

    private static FlowGraph GraphOf(ExecutionTurn turn) => (FlowGraph)turn.Activity.Plan!;

    private static FlowchartMode ModeOf(ExecutionTurn turn, FlowGraph graph) => graph.Mode ?? turn.Decider.Options.FlowchartMode;

    private static JoinRule RuleOf(ExecutionTurn turn, FlowGraph graph, int node)
    {
        if (graph.Rules[node] is var rule and not JoinRule.Implicit) return rule;
        if (graph.Nodes[node] is { Behaviour: FlowJoin, Plan: IPreparedExpression mode }) return FlowJoin.Evaluate(turn, mode);
        return ModeOf(turn, graph) == FlowchartMode.TokenBased ? JoinRule.Stream : JoinRule.Active;
    }

    private static void Arrive(ExecutionTurn turn, FlowGraph graph, int index, Coming coming)
    {
        var connection = graph.Connections[index];
        var target = connection.Target;
        var isAlone = graph.ForwardInbound(target) <= 1;
        var rule = RuleOf(turn, graph, target);
        switch (rule)
        {
            case JoinRule.First:
                if (!turn.IsScheduled(graph.Nodes[target])) turn.Schedule(graph.Nodes[target], First);
                break;
            case JoinRule.Every when graph.Inbound(target) > 1:
            case JoinRule.Stream when !isAlone && FlowTokens.IsSourceAtWork(turn, graph, target, coming):
            case JoinRule.Active or JoinRule.All when !isAlone && !connection.IsBackward:
                turn.Progress = turn.Progress.Add(index);
                break;
            default:
                if (rule == JoinRule.Stream) turn.Progress = FlowTokens.Without(graph, turn.Progress, target);
                turn.Schedule(graph.Nodes[target]);
                break;
        }
    }

    private static void GoOn(ExecutionTurn turn, FlowGraph graph)
    {
        while (FireOneJoin(turn, graph, default)) { }
        if (turn.HasLiveChildren) return;
        if (turn.Progress.IsEmpty)
        {
            turn.Complete();
            return;
        }

        // Places that wait for each other around a loop: a person must see that neither goes on.
        Fire(turn, graph, graph.Connections[(int)turn.Progress[0]].Target, Incomplete);
    }

    private static bool FireOneJoin(ExecutionTurn turn, FlowGraph graph, Coming coming)
    {
        var tokens = turn.Progress;
        for (var i = 0; i < tokens.Length; i++)
        {
            var target = graph.Connections[(int)tokens[i]].Target;
            var rule = RuleOf(turn, graph, target);
            if (rule is JoinRule.All or JoinRule.Every && FlowTokens.AreOnEach(graph, tokens, target, rule))
            {
                turn.Progress = FlowTokens.WithoutOneEach(graph, tokens, target);
                turn.Schedule(graph.Nodes[target]);
                return true;
            }

            if (rule == JoinRule.Stream && !coming.IsEmpty) continue;
            if (rule is not (JoinRule.First or JoinRule.Each) && FlowTokens.CanStillArrive(turn, graph, target, rule, coming)) continue;
            Fire(turn, graph, target, rule is JoinRule.All or JoinRule.Every ? Incomplete : null);
            return true;
        }

        return false;
    }

    private static void Fire(ExecutionTurn turn, FlowGraph graph, int target, string? tag)
    {
        turn.Progress = FlowTokens.Without(graph, turn.Progress, target);
        turn.Schedule(graph.Nodes[target], tag);
    }

    /// <summary>Cancels everything that leads to an activity that has decided not to wait for it.</summary>
    private static void CancelWhatLeadsTo(ExecutionTurn turn, FlowGraph graph, int target)
    {
        turn.Unschedule(w => Leads(graph.IndexOf(w.NodeId)));
        foreach (var child in turn.LiveChildren.Where(c => Leads(graph.IndexOf(c.NodeId))).ToArray()) turn.Cancel(child.Id);
        turn.Progress = [.. turn.Progress.Where(t => graph.Connections[(int)t].Target != target && !Leads(graph.Connections[(int)t].Target))];

        bool Leads(int node) => node != target && graph.Reaches(node, target);
    }
}
