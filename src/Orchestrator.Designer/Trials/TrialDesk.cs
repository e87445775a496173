using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Orchestrator.Designer.Trials;

/// <summary>The trials that are going on. They live in memory alone, each only for the key that began it, and are forgotten after a while.</summary>
internal sealed class TrialDesk(TimeProvider time)
{
    /// <summary>How many can go on at once; the one not used for longest makes room.</summary>
    public const int Most = 200;

    /// <summary>How long an unused one is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Owner, string DefinitionId), (string Text, DateTimeOffset At)> _applications = new();
    private readonly ConcurrentDictionary<string, Entry> _trials = new(StringComparer.Ordinal);

    /// <summary>Keeps a trial.</summary>
    /// <returns>The id under which it is found.</returns>
    public string Add(Trial trial, string owner)
    {
        Forget();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        _trials[id] = new Entry(trial, owner, new Lock()) { UsedAt = time.GetUtcNow() };
        return id;
    }

    /// <summary>Uses a trial, alone; the default when there is none of that owner.</summary>
    public T? Use<T>(string? id, string owner, Func<Trial, T> use)
    {
        if (id is null || !_trials.TryGetValue(id, out var entry) || entry.Owner != owner || time.GetUtcNow() - entry.UsedAt > Kept) return default;
        lock (entry.Gate)
        {
            entry.UsedAt = time.GetUtcNow();
            return use(entry.Trial);
        }
    }

    /// <summary>Keeps the application that somebody tries a definition with, so that it is there when they correct it or begin again.</summary>
    public void Keep(string owner, string definitionId, string application)
    {
        Forget();
        _applications[(owner, definitionId)] = (application, time.GetUtcNow());
    }

    /// <summary>The application kept last, or null.</summary>
    public string? Application(string owner, string definitionId) =>
        _applications.TryGetValue((owner, definitionId), out var kept) && time.GetUtcNow() - kept.At <= Kept ? kept.Text : null;

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (key, _) in _applications.Where(one => now - one.Value.At > Kept)) _applications.TryRemove(key, out _);
        foreach (var (key, _) in _applications.OrderByDescending(one => one.Value.At).Skip(Most - 1)) _applications.TryRemove(key, out _);
        foreach (var (id, _) in _trials.Where(trial => now - trial.Value.UsedAt > Kept)) _trials.TryRemove(id, out _);
        foreach (var (id, _) in _trials.OrderByDescending(trial => trial.Value.UsedAt).Skip(Most - 1)) _trials.TryRemove(id, out _);
    }

    private sealed record Entry(Trial Trial, string Owner, Lock Gate)
    {
        public DateTimeOffset UsedAt { get; set; }
    }
}
