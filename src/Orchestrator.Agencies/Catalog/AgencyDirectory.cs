using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Parking;

namespace Orchestrator.Agencies.Catalog;

/// <summary>What pages and API show of the agencies.</summary>
public sealed class AgencyDirectory
{
    private readonly AgencyCatalog _catalog;
    private readonly AgencyLanes _lanes;
    private readonly AgencySettings _settings;

    internal AgencyDirectory(AgencyCatalog catalog, AgencyLanes lanes, AgencySettings settings) =>
        (_catalog, _lanes, _settings) = (catalog, lanes, settings);

    /// <summary>What in the documents could not be mapped.</summary>
    public IReadOnlyList<DocumentFault> Faults => _catalog.Faults;

    /// <summary>All agencies as they are at this moment on this node.</summary>
    public IReadOnlyList<AgencyStatus> List() => [.. _catalog.Agencies.Select(Status)];

    /// <summary>One agency, or null.</summary>
    public AgencyStatus? Find(string code) => _catalog.Find(code) is { } agency ? Status(agency) : null;

    private AgencyStatus Status(AgencyDocument agency)
    {
        var lane = _lanes.Find(agency.Code);
        return new AgencyStatus(
            agency.Code, agency.Name, _settings.Server(agency), lane?.OpenSince, lane?.ProbeAt, lane?.Reason,
            lane?.Waiting ?? 0, lane?.UnderWay ?? 0, lane?.FirstDeadline, agency.Limits)
        {
            IsRetired = agency.IsRetired,
        };
    }
}

/// <summary>How an agency is.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Server">Where it is called, or null when no address is configured.</param>
/// <param name="DownSince">Since when its calls are parked, or null while it works.</param>
/// <param name="NextProbeAt">When it is tried again, or null while it works.</param>
/// <param name="Reason">Why it counts as down, or null while it works.</param>
/// <param name="Waiting">Calls that wait: parked, or over the declared rate.</param>
/// <param name="UnderWay">Calls under way.</param>
/// <param name="FirstDeadline">Earliest legal deadline among the calls that wait, or null.</param>
/// <param name="Limits">How much the agency takes at once.</param>
public sealed record AgencyStatus(
    string Code, LocalizedText Name, Uri? Server, DateTimeOffset? DownSince, DateTimeOffset? NextProbeAt, string? Reason, int Waiting, int UnderWay,
    DateTimeOffset? FirstDeadline, CallLimits Limits)
{
    /// <summary>True when nothing new is to call it.</summary>
    public bool IsRetired { get; init; }
}
