using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>
/// The connections of a flowchart. A connection that leads back to where the flow came from is a <em>backward</em> one: it repeats, it never joins.
/// All others are <em>forward</em>; only those say which activity can still reach which.
/// </summary>
internal sealed class FlowGraph
{
    private readonly FrozenDictionary<string, int> _indexes;
    private readonly int[][] _outbound;
    private readonly BitArray[] _reach;
    private readonly int[] _forwardInbound;

    public FlowGraph(ImmutableArray<CompiledActivity> nodes, ImmutableArray<FlowConnection> connections, int start)
    {
        Nodes = nodes;
        Start = start;
        _indexes = nodes.Select((node, index) => (node.NodeId, index)).ToFrozenDictionary(n => n.NodeId, n => n.index, StringComparer.Ordinal);
        var backward = start < 0 ? [] : FindBackward(nodes.Length, connections, start);
        Connections = [.. connections.Select((c, i) => c with { IsBackward = backward.Contains(i) })];
        _outbound = new int[nodes.Length][];
        for (var node = 0; node < nodes.Length; node++)
            _outbound[node] = [.. Enumerable.Range(0, connections.Length).Where(i => connections[i].Source == node)];
        var reachable = Reach(start, nodes.Length, includeBackward: true);
        _reach = [.. Enumerable.Range(0, nodes.Length).Select(node => Reach(node, nodes.Length, includeBackward: false))];
        _forwardInbound = new int[nodes.Length];
        foreach (var connection in Connections)
        {
            if (!connection.IsBackward && (connection.Source == start || (connection.Source >= 0 && reachable[connection.Source]))) _forwardInbound[connection.Target]++;
        }
    }

    public ImmutableArray<CompiledActivity> Nodes { get; }

    public ImmutableArray<FlowConnection> Connections { get; }

    /// <summary>Where the flow begins; negative for an empty flowchart.</summary>
    public int Start { get; }

    public int IndexOf(string nodeId) => _indexes[nodeId];

    /// <summary>Where the flow begins: at the trigger that started the case when it is one of these activities, else at the start that is drawn; -1 without activities.</summary>
    public int StartOf(string? trigger) => trigger is not null && _indexes.TryGetValue(trigger, out var index) ? index : Start;

    /// <summary>Indexes of the connections that leave an activity, in the order of the definition.</summary>
    public ReadOnlySpan<int> Outbound(int node) => _outbound[node];

    /// <summary>Forward connections that something can come along.</summary>
    public int ForwardInbound(int node) => _forwardInbound[node];

    /// <summary>True when the flow can get from one activity to another without repeating.</summary>
    public bool Reaches(int from, int to) => _reach[from][to];

    private BitArray Reach(int from, int count, bool includeBackward)
    {
        var reached = new BitArray(count);
        var open = new Stack<int>();
        if (from >= 0) open.Push(from);
        while (open.TryPop(out var node))
        {
            foreach (var index in _outbound[node])
            {
                var connection = Connections[index];
                if ((connection.IsBackward && !includeBackward) || reached[connection.Target]) continue;
                reached[connection.Target] = true;
                open.Push(connection.Target);
            }
        }

        return reached;
    }

    /// <summary>Depth first from the start, in the order of the connections: a connection to an activity on the current path leads back.</summary>
    private static HashSet<int> FindBackward(int count, ImmutableArray<FlowConnection> connections, int start)
    {
        const int New = 0, OnPath = 1, Left = 2;
        var backward = new HashSet<int>();
        var marks = new int[count];
        var outbound = connections.Select((c, i) => (c, i)).ToLookup(x => x.c.Source);
        var path = new Stack<(int Node, IEnumerator<(FlowConnection Connection, int Index)> Ahead)>();
        Enter(start);
        while (path.TryPeek(out var top))
        {
            if (!top.Ahead.MoveNext())
            {
                marks[path.Pop().Node] = Left;
                continue;
            }

            var (connection, index) = top.Ahead.Current;
            if (marks[connection.Target] == OnPath) backward.Add(index);
            else if (marks[connection.Target] == New) Enter(connection.Target);
        }

        return backward;

        void Enter(int node)
        {
            marks[node] = OnPath;
            path.Push((node, outbound[node].GetEnumerator()));
        }
    }
}

/// <summary>A connection between two activities of a flowchart, by their indexes.</summary>
internal sealed record FlowConnection(int Source, string Port, int Target)
{
    public bool IsBackward { get; init; }
}
