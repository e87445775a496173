using System.Collections.Concurrent;

namespace Orchestrator.Agencies.Parking;

/// <summary>The lanes of all agencies on this node.</summary>
internal sealed class AgencyLanes : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<AgencyLane>> _lanes = new(StringComparer.Ordinal);
    private readonly OutageRecall _outages;
    private readonly CircuitRule _rule;
    private readonly ICallRunner _runner;
    private readonly TimeProvider _time;

    public AgencyLanes(CircuitRule rule, ICallRunner runner, OutageRecall outages, AgencyInstruments instruments, TimeProvider time)
    {
        (_rule, _runner, _outages, _time) = (rule, runner, outages, time);
        instruments.Watch(() => _lanes.Select(lane => (lane.Key, lane.Value.Value.State)).Select(lane => (lane.Key, lane.State.Waiting, lane.State.OpenSince is not null)));
    }

    /// <summary>Gives a call its turn.</summary>
    public void Offer(AgencyCall call) =>
        _lanes.GetOrAdd(call.Agency.Code, code => new Lazy<AgencyLane>(() => new AgencyLane(call.Agency, _rule, _runner, _time, _outages.Since(code)))).Value.Offer(call);

    /// <summary>How an agency's lane is; null while it had no call.</summary>
    public LaneState? Find(string agency) => _lanes.TryGetValue(agency, out var lane) ? lane.Value.State : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Values)
            await lane.Value.DisposeAsync();
    }
}
