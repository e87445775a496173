using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Workflows.Catalog;

/// <summary>The activity types of all modules together; read again when a module says that its own have changed.</summary>
public sealed class ActivityCatalog : IActivityCatalog
{
    private readonly IActivitySource[] _sources;
    private readonly Lock _reading = new();
    private volatile Snapshot _snapshot;

    /// <summary>Reads the modules' entries.</summary>
    /// <exception cref="ArgumentException">Two entries have the same type name and version.</exception>
    public ActivityCatalog(IEnumerable<IActivitySource> sources)
    {
        _sources = [.. sources];
        _snapshot = Read(_sources);
        foreach (var source in _sources) source.Changed += Refresh;
    }

    /// <inheritdoc />
    public IReadOnlyCollection<ActivityEntry> Entries => _snapshot.Entries;

    /// <inheritdoc />
    public bool TryGet(string typeName, int version, [NotNullWhen(true)] out ActivityEntry? entry) =>
        _snapshot.ByType.TryGetValue((typeName, version), out entry);

    /// <exception cref="ArgumentException">Two entries have the same type name and version; what was known before stays.</exception>
    private void Refresh()
    {
        lock (_reading) _snapshot = Read(_sources);
    }

    private static Snapshot Read(IActivitySource[] sources)
    {
        var byType = new Dictionary<(string, int), ActivityEntry>();
        foreach (var entry in sources.SelectMany(source => source.Load()))
        {
            var key = (entry.Descriptor.TypeName, entry.Descriptor.Version);
            if (!byType.TryAdd(key, entry))
                throw new ArgumentException($"Expected every activity type once, but {key.TypeName} version {key.Version} is added twice; rename one.", nameof(sources));
        }

        return new Snapshot(
            byType.ToFrozenDictionary(), [.. byType.Values.OrderBy(e => e.Descriptor.TypeName, StringComparer.Ordinal).ThenBy(e => e.Descriptor.Version)]);
    }

    private sealed record Snapshot(FrozenDictionary<(string Type, int Version), ActivityEntry> ByType, ActivityEntry[] Entries);
}
