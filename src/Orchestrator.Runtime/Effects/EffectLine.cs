using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>The line before one handler: by priority, bounded in parallel, each effect at most once in it and never twice at work.</summary>
/// <param name="limit">How many are handled at once.</param>
/// <param name="handle">Handles one; throws nothing.</param>
internal sealed class EffectLine(int limit, Func<EffectTicket, Task> handle)
{
    // Payloads of effects far back in the line are read again when their turn comes, so that a long line stays small.
    private const int KeptFresh = 1_000;

    private readonly PriorityQueue<EffectTicket, (long Priority, long Order)> _line = new();
    private readonly HashSet<(CaseId, string)> _waiting = [];
    private readonly HashSet<(CaseId, string)> _atWork = [];
    private readonly Dictionary<(CaseId, string), EffectTicket> _again = [];
    private long _order;

    public int Count
    {
        get
        {
            lock (_line) return _waiting.Count + _atWork.Count;
        }
    }

    public void Join(EffectTicket ticket)
    {
        var key = (ticket.CaseId, ticket.EffectId);
        lock (_line)
        {
            if (_atWork.Contains(key)) _again[key] = ticket with { Fresh = null };
            else if (_waiting.Add(key)) _line.Enqueue(_line.Count < KeptFresh ? ticket : ticket with { Fresh = null }, Rank(ticket));
        }

        Pump();
    }

    private (long Priority, long Order) Rank(EffectTicket ticket) => (ticket.Priority?.UtcTicks ?? long.MaxValue, _order++);

    private void Pump()
    {
        while (true)
        {
            EffectTicket? ticket;
            lock (_line)
            {
                if (_atWork.Count >= limit || !_line.TryDequeue(out ticket, out _)) return;
                _waiting.Remove((ticket.CaseId, ticket.EffectId));
                _atWork.Add((ticket.CaseId, ticket.EffectId));
            }

            _ = Task.Run(() => WorkAsync(ticket));
        }
    }

    private async Task WorkAsync(EffectTicket ticket)
    {
        await handle(ticket);
        var key = (ticket.CaseId, ticket.EffectId);
        EffectTicket? again;
        lock (_line)
        {
            _atWork.Remove(key);
            _again.Remove(key, out again);
        }

        if (again is null) Pump();
        else Join(again);
    }
}
