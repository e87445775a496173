namespace Orchestrator.Agencies.Parking;

/// <summary>Whether an agency works. Pure: each reply gives the next value.</summary>
/// <param name="Failures">Failures since the last reply that was none.</param>
/// <param name="OpenSince">Since when no calls go out, or null while they do.</param>
/// <param name="ProbeAt">When one call may find out whether the agency is back; null while the circuit is closed.</param>
/// <param name="ProbeWait">The wait that led to <paramref name="ProbeAt"/>.</param>
public sealed record Circuit(int Failures, DateTimeOffset? OpenSince, DateTimeOffset? ProbeAt, TimeSpan ProbeWait)
{
    /// <summary>Calls go out; so it is after every reply that shows that the agency works.</summary>
    public static Circuit Closed { get; } = new(0, null, null, TimeSpan.Zero);

    /// <summary>Of an agency that was down when this node began: one call finds out at once whether it still is.</summary>
    /// <param name="rule">When to open and how to probe.</param>
    /// <param name="since">Since when it is down.</param>
    /// <param name="now">When the node began.</param>
    public static Circuit Recalled(CircuitRule rule, DateTimeOffset since, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new Circuit(rule.Failures, since, now, rule.FirstProbe);
    }

    /// <summary>True while calls wait.</summary>
    public bool IsOpen => OpenSince is not null;

    /// <summary>After a failure.</summary>
    /// <param name="rule">When to open and how to probe.</param>
    /// <param name="isProbe">True when the call was sent to find out.</param>
    /// <param name="retryAfter">How long the agency asks to wait, or null.</param>
    /// <param name="now">When it failed.</param>
    public Circuit AfterFailure(CircuitRule rule, bool isProbe, TimeSpan? retryAfter, DateTimeOffset now)
    {
        var failures = Failures + 1;
        if (IsOpen && !isProbe)
            return this with { Failures = failures, ProbeAt = Later(ProbeAt, now + retryAfter) };
        if (!IsOpen && failures < rule.Failures && retryAfter is null)
            return this with { Failures = failures };

        var wait = IsOpen ? Min(ProbeWait * 2, rule.LongestProbe) : rule.FirstProbe;
        return new Circuit(failures, OpenSince ?? now, Later(now + wait, now + retryAfter), wait);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => other is null || one > other ? one : other;
}

/// <summary>When a circuit opens and how it finds out that the agency is back.</summary>
/// <param name="Failures">Failures in a row that open it.</param>
/// <param name="FirstProbe">Wait before the first probe; doubles.</param>
/// <param name="LongestProbe">Longest wait between probes.</param>
public sealed record CircuitRule(int Failures, TimeSpan FirstProbe, TimeSpan LongestProbe)
{
    /// <summary>Five failures in a row; probes after two seconds, then up to every minute.</summary>
    public static CircuitRule Default { get; } = new(5, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));
}
