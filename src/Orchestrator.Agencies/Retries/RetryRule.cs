namespace Orchestrator.Agencies.Retries;

/// <summary>How a call that came too early is asked again: the wait doubles from <paramref name="First"/> to <paramref name="Longest"/>.</summary>
/// <param name="First">Wait before the second try.</param>
/// <param name="Longest">Longest wait between two tries.</param>
/// <param name="GiveUpAfter">Time since the request after which it is given up.</param>
/// <param name="Attempts">Tries after which it is given up.</param>
public sealed record RetryRule(TimeSpan First, TimeSpan Longest, TimeSpan GiveUpAfter, int Attempts)
{
    /// <summary>From one second to fifteen minutes, for at most thirty days and 5,000 tries.</summary>
    public static RetryRule Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15), TimeSpan.FromDays(30), 5_000);
}
