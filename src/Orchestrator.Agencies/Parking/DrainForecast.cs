namespace Orchestrator.Agencies.Parking;

/// <summary>When the calls of a backlog can go out at the earliest: what an outage does to promised dates. Pure.</summary>
public static class DrainForecast
{
    /// <summary>The earliest time at which a call can be sent.</summary>
    /// <param name="now">The time of asking.</param>
    /// <param name="nextProbe">When the agency is tried again, or null while it works.</param>
    /// <param name="place">How many calls go out before this one.</param>
    /// <param name="perSecond">Calls a second that the agency takes.</param>
    public static DateTimeOffset EarliestAt(DateTimeOffset now, DateTimeOffset? nextProbe, int place, double perSecond) =>
        (nextProbe is { } probe && probe > now ? probe : now) + TimeSpan.FromSeconds(place / Math.Max(perSecond, double.Epsilon));
}
