using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>
/// Follows connections, breadth first and in their order. Where several forward connections meet, the flow waits until nothing that is still alive can
/// arrive any more, then goes on once; a FlowJoin says otherwise by its mode. Its progress is the list of connections on which a token waits for a join.
/// </summary>
internal sealed class Flowchart : ContainerBehaviour
{
    public override object Plan(ActivityPlanner planner) => FlowGraphReader.Read(planner);

    public override FrozenSet<string>? Ports(ActivityPlanner planner) => CompletionPorts.Of(planner);

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
        var outbound = graph.Outbound(graph.IndexOf(child.NodeId));
        for (var i = 0; i < outbound.Length; i++)
        {
            var connection = graph.Connections[outbound[i]];
            if (outcomes.Contains(connection.Port)) Arrive(turn, graph, outbound[i], connection);
            else if (graph.ForwardInbound(connection.Target) <= 1) continue;

            // A join may be fulfilled by this connection, taken or not; it then comes before what later connections lead to.
            var later = outbound[(i + 1)..].ToArray().Where(o => outcomes.Contains(graph.Connections[o].Port)).Select(o => graph.Connections[o].Target);
            while (FireOneJoin(turn, graph, [.. later])) { }
        }

        GoOn(turn, graph);
    }

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child)
    {
        GoOn(turn, GraphOf(turn));
        return true;
    }

    public override bool Receive(ExecutionTurn turn, ContainerSignal signal)
    {
        if (signal is not ContainerSignal.Complete complete) return false;
        turn.Complete(complete.Outcomes.AsSpan());
        return true;
    }

    /// <summary>Cancels everything that leads to a join that has decided not to wait for it.</summary>
    public static void CancelWhatLeadsTo(ExecutionTurn flowchart, string nodeId)
    {
        var graph = GraphOf(flowchart);
        var join = graph.IndexOf(nodeId);
        flowchart.Unschedule(w => Leads(graph.IndexOf(w.NodeId)));
        foreach (var child in flowchart.LiveChildren.Where(c => Leads(graph.IndexOf(c.NodeId))).ToArray()) flowchart.Cancel(child.Id);
        flowchart.Progress = [.. flowchart.Progress.Where(t => graph.Connections[(int)t].Target != join && !Leads(graph.Connections[(int)t].Target))];

        bool Leads(int node) => node != join && graph.Reaches(node, join);
    }

    private static FlowGraph GraphOf(ExecutionTurn turn) => (FlowGraph)turn.Activity.Plan!;

    private static void Arrive(ExecutionTurn turn, FlowGraph graph, int index, FlowConnection connection)
    {
        if (connection.IsBackward || graph.ForwardInbound(connection.Target) <= 1) turn.Schedule(graph.Nodes[connection.Target]);
        else turn.Progress = turn.Progress.Add(index);
    }

    private static void GoOn(ExecutionTurn turn, FlowGraph graph)
    {
        while (FireOneJoin(turn, graph, [])) { }
        if (turn.Progress.IsEmpty && !turn.HasLiveChildren) turn.Complete();
    }

    /// <param name="turn">The flowchart.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="coming">Activities that the completed one leads to as well and that are not scheduled yet.</param>
    private static bool FireOneJoin(ExecutionTurn turn, FlowGraph graph, ReadOnlySpan<int> coming)
    {
        var tokens = turn.Progress;
        if (tokens.IsEmpty) return false;
        foreach (var target in tokens.Select(t => graph.Connections[(int)t].Target).Distinct())
        {
            var node = graph.Nodes[target];
            switch (FlowJoin.ModeOf(node))
            {
                case FlowJoinMode.WaitAny:
                    turn.Progress = Without(graph, tokens, target);
                    if (!turn.ScheduledChildren.Any(w => w.NodeId == node.NodeId)) turn.Schedule(node);
                    return true;
                case FlowJoinMode.WaitAll when HasTokenOnEach(graph, tokens, target):
                    turn.Progress = WithoutOneEach(graph, tokens, target);
                    turn.Schedule(node);
                    return true;
                case var mode when !CanStillArrive(turn, graph, tokens, target, coming):
                    turn.Progress = Without(graph, tokens, target);
                    turn.Schedule(node, mode == FlowJoinMode.WaitAll ? FlowJoin.Incomplete : null);
                    return true;
            }
        }

        return false;
    }

    private static bool CanStillArrive(ExecutionTurn turn, FlowGraph graph, ImmutableArray<long> tokens, int target, ReadOnlySpan<int> coming)
    {
        foreach (var node in coming)
        {
            if (node == target || graph.Reaches(node, target)) return true;
        }

        return turn.LiveChildren.Any(c => graph.Reaches(graph.IndexOf(c.NodeId), target))
            || turn.ScheduledChildren.Any(w => graph.Reaches(graph.IndexOf(w.NodeId), target))
            || tokens.Any(t => graph.Connections[(int)t].Target != target && graph.Reaches(graph.Connections[(int)t].Target, target));
    }

    private static ImmutableArray<long> Without(FlowGraph graph, ImmutableArray<long> tokens, int target) =>
        tokens.RemoveAll(t => graph.Connections[(int)t].Target == target);

    private static bool HasTokenOnEach(FlowGraph graph, ImmutableArray<long> tokens, int target) =>
        tokens.Where(t => graph.Connections[(int)t].Target == target).Distinct().Count() == graph.ForwardInbound(target);

    private static ImmutableArray<long> WithoutOneEach(FlowGraph graph, ImmutableArray<long> tokens, int target)
    {
        foreach (var token in tokens.Where(t => graph.Connections[(int)t].Target == target).Distinct()) tokens = tokens.Remove(token);
        return tokens;
    }
}
