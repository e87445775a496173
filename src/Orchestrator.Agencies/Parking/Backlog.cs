namespace Orchestrator.Agencies.Parking;

/// <summary>Calls of one agency that wait, in the order in which they are sent: by legal deadline, then by age. Each call is in it once.</summary>
internal sealed class Backlog
{
    private readonly SortedSet<AgencyCall> _calls = new(Comparer<AgencyCall>.Create(Compare));
    private readonly HashSet<CallKey> _keys = [];

    public int Count => _calls.Count;

    /// <summary>The earliest legal deadline among the waiting calls, or null.</summary>
    public DateTimeOffset? FirstDeadline => _calls.Min?.Effect.Priority;

    public bool Contains(CallKey key) => _keys.Contains(key);

    public void Add(AgencyCall call)
    {
        if (_keys.Add(call.Key))
            _calls.Add(call);
    }

    /// <summary>Takes the most urgent call.</summary>
    public AgencyCall? TakeFirst() => Take(_calls.Min);

    /// <summary>
    /// Takes the call that finds out whether the agency is back: the one that failed least often, so that calls which fail by themselves
    /// do not keep the agency closed for all others.
    /// </summary>
    public AgencyCall? TakeProbe() => Take(_calls.MinBy(call => call.Failures));

    private AgencyCall? Take(AgencyCall? call)
    {
        if (call is not null)
        {
            _calls.Remove(call);
            _keys.Remove(call.Key);
        }

        return call;
    }

    private static int Compare(AgencyCall? one, AgencyCall? other)
    {
        if (one is null || other is null)
            return one is null ? other is null ? 0 : -1 : 1;
        var order = (one.Effect.Priority ?? DateTimeOffset.MaxValue).CompareTo(other.Effect.Priority ?? DateTimeOffset.MaxValue);
        if (order == 0)
            order = one.Effect.RequestedAt.CompareTo(other.Effect.RequestedAt);
        if (order == 0)
            order = one.Effect.CaseId.Value.CompareTo(other.Effect.CaseId.Value);
        return order != 0 ? order : string.CompareOrdinal(one.Effect.Effect.Id, other.Effect.Effect.Id);
    }
}
