using System.Collections.Concurrent;
using System.Net;

namespace Orchestrator.Server.Access;

/// <summary>
/// Counts wrong keys by address. Past the limit wrong keys are answered with 429, while valid ones go on to be let in: an agency behind the same
/// proxy as somebody who guesses must not be locked out by the guesses, and 256 random bits cannot be guessed.
/// </summary>
internal sealed class FailedKeys(TimeProvider time)
{
    /// <summary>Wrong keys allowed from one address within <see cref="Window"/>.</summary>
    public const int Limit = 10;

    /// <summary>Over which wrong keys are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int MostAddresses = 10_000;
    private readonly ConcurrentDictionary<IPAddress, (DateTimeOffset Start, int Count)> windows = new();

    /// <summary>Counts one wrong key; gives how long the address has to wait, or null while it is within the limit.</summary>
    public TimeSpan? Count(IPAddress? address)
    {
        var now = time.GetUtcNow();
        if (windows.Count >= MostAddresses)
            Forget(now);
        var (start, count) = windows.AddOrUpdate(
            address ?? IPAddress.None, _ => (now, 1), (_, window) => now - window.Start >= Window ? (now, 1) : (window.Start, window.Count + 1));
        return count > Limit ? start + Window - now : null;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, window) in windows)
        {
            if (now - window.Start >= Window)
                windows.TryRemove(new(address, window));
        }

        if (windows.Count >= MostAddresses)
            windows.Clear(); // Bounded memory goes before exact counting.
    }
}
