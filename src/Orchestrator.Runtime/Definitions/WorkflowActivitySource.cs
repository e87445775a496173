using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

/// <summary>
/// The stored workflows that a designer may draw as activities, every version of each that was ever published: workflows keep the version they use, so an old one
/// stays known. Empty until the schema is up to date.
/// </summary>
internal sealed class WorkflowActivitySource(Database database) : IActivitySource, IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly Dictionary<string, Stored> _stored = new(StringComparer.Ordinal);
    private volatile ActivityEntry[] _entries = [];
    private volatile bool _isRead;

    public event Action? Changed;

    public IEnumerable<ActivityEntry> Load() => _entries;

    public void Dispose() => _refreshing.Dispose();

    /// <summary>Reads once, for whoever needs the catalog before anything was published.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) => _isRead ? Task.CompletedTask : RefreshAsync(cancellationToken);

    /// <summary>Reads versions that are new here, and which are published now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var versions = await database.QueryAsync(
                "SELECT version_id, definition_id, version, is_published FROM definition_versions WHERE is_published = @yes OR published_at IS NOT NULL", [("@yes", true)],
                row => (VersionId: row.GetString(0), DefinitionId: row.GetString(1), Version: (int)row.GetInt64(2), IsPublished: row.GetBoolean(3)), cancellationToken);
            foreach (var (versionId, definitionId, version, _) in versions)
            {
                if (!_stored.ContainsKey(versionId)) _stored[versionId] = new Stored(definitionId, versionId, version, await ReadAsync(versionId, cancellationToken));
            }

            var newest = versions.Where(v => v.IsPublished).GroupBy(v => v.DefinitionId).Select(g => g.MaxBy(v => v.Version).VersionId).ToHashSet(StringComparer.Ordinal);
            var entries = Entries(newest);
            var isChanged = !entries.Select(Identity).SequenceEqual(_entries.Select(Identity));
            if (isChanged) _entries = entries;
            _isRead = true;
            if (isChanged) Changed?.Invoke();
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>The definition that another activity type of the same name belongs to, or null.</summary>
    public string? HolderOf(string typeName, string besides) => _stored.Values
        .FirstOrDefault(s => s.Usable is { } usable && s.DefinitionId != besides && WorkflowsAsActivities.TypeNameOf(usable) == typeName)?.DefinitionId;

    private ActivityEntry[] Entries(HashSet<string> published) =>
    [
        .. _stored.Values.Where(s => s.Usable is not null)
            .Select(s => WorkflowsAsActivities.Entry(s.Usable!, s.DefinitionId, s.VersionId, s.Version, published.Contains(s.VersionId)))
            .OrderBy(e => e.Descriptor.TypeName, StringComparer.Ordinal).ThenBy(e => e.Descriptor.Version)

            // Two definitions of one name cannot both be published; what an older build let in must not keep the server from starting.
            .DistinctBy(e => (e.Descriptor.TypeName, e.Descriptor.Version)),
    ];

    private static (string, int, bool) Identity(ActivityEntry entry) => (entry.Descriptor.TypeName, entry.Descriptor.Version, entry.Descriptor.IsBrowsable);

    private async Task<WorkflowDefinition?> ReadAsync(string versionId, CancellationToken cancellationToken)
    {
        var json = await database.QueryAsync(
            "SELECT json FROM definition_versions WHERE version_id = @id", [("@id", versionId)], row => row.GetFieldValue<byte[]>(0), cancellationToken);
        return json is [var bytes] && DefinitionReader.Read(bytes) is DefinitionReading.Read { Definition: var definition } && WorkflowsAsActivities.IsUsable(definition) ? definition : null;
    }

    /// <param name="DefinitionId">Stable id.</param>
    /// <param name="VersionId">Id of the version.</param>
    /// <param name="Version">Its number.</param>
    /// <param name="Usable">The definition when it can be drawn as an activity, else null.</param>
    private sealed record Stored(string DefinitionId, string VersionId, int Version, WorkflowDefinition? Usable);
}
