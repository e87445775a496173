using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Workflows.Catalog;

/// <summary>The activity types of all modules together, read once.</summary>
public sealed class ActivityCatalog : IActivityCatalog
{
    private readonly FrozenDictionary<(string Type, int Version), ActivityEntry> _byType;
    private readonly ActivityEntry[] _entries;

    /// <summary>Reads the modules' entries.</summary>
    /// <exception cref="ArgumentException">Two entries have the same type name and version.</exception>
    public ActivityCatalog(IEnumerable<IActivitySource> sources)
    {
        var byType = new Dictionary<(string, int), ActivityEntry>();
        foreach (var entry in sources.SelectMany(source => source.Load()))
        {
            var key = (entry.Descriptor.TypeName, entry.Descriptor.Version);
            if (!byType.TryAdd(key, entry))
                throw new ArgumentException($"Expected every activity type once, but {key.TypeName} version {key.Version} is added twice; rename one.", nameof(sources));
        }

        _byType = byType.ToFrozenDictionary();
        _entries = [.. byType.Values.OrderBy(e => e.Descriptor.TypeName, StringComparer.Ordinal).ThenBy(e => e.Descriptor.Version)];
    }

    /// <inheritdoc />
    public IReadOnlyCollection<ActivityEntry> Entries => _entries;

    /// <inheritdoc />
    public bool TryGet(string typeName, int version, [NotNullWhen(true)] out ActivityEntry? entry) =>
        _byType.TryGetValue((typeName, version), out entry);
}
