using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Agencies.Retries;

/// <summary>Growing waits. Pure: the jitter comes from the call itself, so that a replayed decision is the same decision.</summary>
public static class RetryDelays
{
    /// <summary>The wait after a number of tries: doubles from <paramref name="first"/> to <paramref name="longest"/>, spread by up to a quarter both ways.</summary>
    /// <param name="first">The shortest wait.</param>
    /// <param name="longest">The longest, before spreading.</param>
    /// <param name="tries">Tries so far, from 0.</param>
    /// <param name="key">What is tried; two keys wait differently, so that calls that failed together do not come back together.</param>
    public static TimeSpan Growing(TimeSpan first, TimeSpan longest, int tries, string key)
    {
        var doubled = first.Ticks * Math.Pow(2, Math.Clamp(tries, 0, 60));
        return TimeSpan.FromTicks((long)(Math.Min(doubled, longest.Ticks) * (0.75 + (Spread(key, tries) / 2))));
    }

    private static double Spread(string key, int tries)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{key}/{tries}"));
        return BitConverter.ToUInt32(hash) / (double)uint.MaxValue;
    }
}
