using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>
/// The connections of a flowchart. A connection that leads back to where the flow came from is a <em>backward</em> one: it repeats, it never joins.
/// All others are <em>forward</em>: a connection that would close a circle of those before it, breadth first from the start, leads back (as in Elsa).
/// </summary>
internal sealed class FlowGraph
{
    private readonly FrozenDictionary<string, int> _indexes;
    private readonly int[][] _outbound;
    private readonly BitArray[] _reach;
    private readonly int[] _forwardInbound;
    private readonly int[] _inbound;
    private readonly BitArray[]? _repeatedReach;

    public FlowGraph(ImmutableArray<CompiledActivity> nodes, ImmutableArray<FlowConnection> connections, int start, FlowchartMode? mode = null, ImmutableArray<JoinRule> rules = default)
    {
        Nodes = nodes;
        Start = start;
        Mode = mode;
        Rules = rules.IsDefault ? [.. nodes.Select(_ => JoinRule.Implicit)] : rules;
        _indexes = nodes.Select((node, index) => (node.NodeId, index)).ToFrozenDictionary(n => n.NodeId, n => n.index, StringComparer.Ordinal);
        _outbound = new int[nodes.Length][];
        for (var node = 0; node < nodes.Length; node++)
            _outbound[node] = [.. Enumerable.Range(0, connections.Length).Where(i => connections[i].Source == node)];
        var forward = start < 0 ? [] : FindForward(nodes.Length, connections, _outbound, start);
        Connections = [.. connections.Select((c, i) => c with { IsBackward = start >= 0 && !forward[i] })];
        var reachable = Reach(start, nodes.Length, includeBackward: true);
        _reach = [.. Enumerable.Range(0, nodes.Length).Select(node => Reach(node, nodes.Length, includeBackward: false))];
        if (Rules.Contains(JoinRule.Every)) _repeatedReach = [.. Enumerable.Range(0, nodes.Length).Select(node => Reach(node, nodes.Length, includeBackward: true))];
        _forwardInbound = new int[nodes.Length];
        _inbound = new int[nodes.Length];
        foreach (var connection in Connections)
        {
            if (connection.Source != start && !reachable[connection.Source]) continue;
            _inbound[connection.Target]++;
            if (!connection.IsBackward) _forwardInbound[connection.Target]++;
        }
    }

    public ImmutableArray<CompiledActivity> Nodes { get; }

    public ImmutableArray<FlowConnection> Connections { get; }

    /// <summary>Where the flow begins; negative for an empty flowchart.</summary>
    public int Start { get; }

    /// <summary>The mode that the definition itself chose, or null for the server's.</summary>
    public FlowchartMode? Mode { get; }

    /// <summary>What each activity waits for where connections meet at it; a FlowJoin with an expression as its mode is asked when something arrives.</summary>
    public ImmutableArray<JoinRule> Rules { get; }

    public int IndexOf(string nodeId) => _indexes[nodeId];

    /// <summary>Where the flow begins: at the trigger that started the case when it is one of these activities, else at the start that is drawn; -1 without activities.</summary>
    public int StartOf(string? trigger) => trigger is not null && _indexes.TryGetValue(trigger, out var index) ? index : Start;

    /// <summary>Indexes of the connections that leave an activity, in the order of the definition.</summary>
    public ReadOnlySpan<int> Outbound(int node) => _outbound[node];

    /// <summary>Forward connections that something can come along.</summary>
    public int ForwardInbound(int node) => _forwardInbound[node];

    /// <summary>All connections that something can come along.</summary>
    public int Inbound(int node) => _inbound[node];

    /// <summary>True when the flow can get from one activity to another without repeating.</summary>
    public bool Reaches(int from, int to) => _reach[from][to];

    /// <summary>True when the flow can get from one activity to another, also by repeating. Only known where an activity waits for <see cref="JoinRule.Every"/> connection.</summary>
    public bool ReachesAgain(int from, int to) => (_repeatedReach ?? _reach)[from][to];

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

    /// <summary>Breadth first from the start: pairs of activities whose connections close no circle with those before.</summary>
    private static bool[] FindForward(int count, ImmutableArray<FlowConnection> connections, int[][] outbound, int start)
    {
        var forward = new bool[connections.Length];
        var ahead = new List<int>[count];
        for (var node = 0; node < count; node++) ahead[node] = [];
        var entered = new BitArray(count) { [start] = true };
        var open = new Queue<int>([start]);
        while (open.TryDequeue(out var source))
        {
            foreach (var index in outbound[source])
            {
                var target = connections[index].Target;
                if (!ahead[source].Contains(target))
                {
                    if (LeadsTo(ahead, target, source)) continue;
                    ahead[source].Add(target);
                }

                forward[index] = true;
                if (entered[target]) continue;
                entered[target] = true;
                open.Enqueue(target);
            }
        }

        return forward;
    }

    private static bool LeadsTo(List<int>[] ahead, int from, int to)
    {
        var seen = new BitArray(ahead.Length);
        var open = new Stack<int>([from]);
        while (open.TryPop(out var node))
        {
            if (node == to) return true;
            if (seen[node]) continue;
            seen[node] = true;
            foreach (var next in ahead[node]) open.Push(next);
        }

        return false;
    }
}

/// <summary>A connection between two activities of a flowchart, by their indexes.</summary>
internal sealed record FlowConnection(int Source, string Port, int Target)
{
    public bool IsBackward { get; init; }
}
