namespace Orchestrator.Agencies.Parking;

/// <summary>Spreads calls over time: a token bucket as a pure value. Holds a tenth of a second's calls, at least one.</summary>
/// <param name="PerSecond">Calls a second.</param>
/// <param name="Tokens">Calls that could start at <paramref name="At"/>.</param>
/// <param name="At">When the tokens were counted.</param>
public sealed record Pace(double PerSecond, double Tokens, DateTimeOffset At)
{
    private double Capacity => Math.Max(1, PerSecond / 10);

    /// <summary>A full bucket.</summary>
    public static Pace Start(double perSecond, DateTimeOffset now) => new(perSecond, Math.Max(1, perSecond / 10), now);

    /// <summary>When the next call may start: now or later.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now)
    {
        var missing = 1 - Refilled(now).Tokens;
        // Rounded up to a whole millisecond: timers are no finer, and one that fires early would find no token.
        return missing <= 0 ? now : now + TimeSpan.FromMilliseconds(Math.Ceiling(missing / PerSecond * 1000));
    }

    /// <summary>One call starts.</summary>
    public Pace Take(DateTimeOffset now) => Refilled(now) is var full ? full with { Tokens = full.Tokens - 1 } : this;

    private Pace Refilled(DateTimeOffset now) =>
        now <= At ? this : this with { Tokens = Math.Min(Capacity, Tokens + ((now - At).TotalSeconds * PerSecond)), At = now };
}
