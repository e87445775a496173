using System.Collections.Immutable;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>What waiting tokens, and the activities at work, say about a place where connections meet. A token is the index of the connection it came along.</summary>
internal static class FlowTokens
{
    public static ImmutableArray<long> Without(FlowGraph graph, ImmutableArray<long> tokens, int target) =>
        tokens.IsEmpty ? tokens : tokens.RemoveAll(t => graph.Connections[(int)t].Target == target);

    public static ImmutableArray<long> WithoutOneEach(FlowGraph graph, ImmutableArray<long> tokens, int target)
    {
        foreach (var token in tokens.Where(t => graph.Connections[(int)t].Target == target).Distinct()) tokens = tokens.Remove(token);
        return tokens;
    }

    public static bool AreOnEach(FlowGraph graph, ImmutableArray<long> tokens, int target, JoinRule rule) =>
        tokens.Where(t => graph.Connections[(int)t].Target == target).Distinct().Count() == (rule == JoinRule.Every ? graph.Inbound(target) : graph.ForwardInbound(target));

    /// <summary>True when an activity from which a forward connection leads to the target is at work, or waits itself.</summary>
    public static bool IsSourceAtWork(ExecutionTurn turn, FlowGraph graph, int target, Coming coming)
    {
        foreach (var connection in graph.Connections)
        {
            if (connection.IsBackward || connection.Target != target) continue;
            var source = connection.Source;
            if (coming.Holds(source) || turn.IsScheduled(graph.Nodes[source])) return true;
            if (turn.Progress.Any(t => graph.Connections[(int)t].Target == source)) return true;
            if (turn.LiveChildren.Any(c => graph.IndexOf(c.NodeId) == source)) return true;
        }

        return false;
    }

    /// <summary>True when something alive can still come to the target.</summary>
    public static bool CanStillArrive(ExecutionTurn turn, FlowGraph graph, int target, JoinRule rule, Coming coming)
    {
        return coming.LeadsTo(target, Reaches)
            || turn.LiveChildren.Any(c => Reaches(graph.IndexOf(c.NodeId), target))
            || turn.ScheduledChildren.Any(w => Reaches(graph.IndexOf(w.NodeId), target))
            || turn.Progress.Any(t => graph.Connections[(int)t].Target is var other && other != target && Reaches(other, target));

        bool Reaches(int from, int to) => rule == JoinRule.Every ? graph.ReachesAgain(from, to) : graph.Reaches(from, to);
    }
}

/// <summary>
/// The connections of a completed activity that have not been looked at yet. Counters count those too that are not taken: what only they could have brought
/// is known to be dead when their turn comes. Tokens are only on taken ones.
/// </summary>
internal readonly ref struct Coming(FlowGraph graph, ReadOnlySpan<int> connections, ImmutableArray<string> outcomes, bool onlyTaken)
{
    private readonly ReadOnlySpan<int> _connections = connections;

    public bool IsEmpty => _connections.IsEmpty;

    public bool Holds(int node)
    {
        foreach (var index in _connections)
        {
            if (Counts(graph.Connections[index]) && graph.Connections[index].Target == node) return true;
        }

        return false;
    }

    public bool LeadsTo(int node, Func<int, int, bool> reaches)
    {
        foreach (var index in _connections)
        {
            var connection = graph.Connections[index];
            if (Counts(connection) && (connection.Target == node || reaches(connection.Target, node))) return true;
        }

        return false;
    }

    private bool Counts(FlowConnection connection) => outcomes.Contains(connection.Port) || (!onlyTaken && !connection.IsBackward);
}
