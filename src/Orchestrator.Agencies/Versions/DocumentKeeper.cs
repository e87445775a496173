using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Documents;
using Orchestrator.Runtime.Running;

namespace Orchestrator.Agencies.Versions;

/// <summary>
/// Keeps the catalog at what is stored: files of this node become versions, and versions of other nodes come into the catalog. Every version that there ever
/// was stays in it, so that a case goes on with the document that it was drawn with.
/// </summary>
internal sealed partial class DocumentKeeper(
    AgencyFolder folder, AgencyCatalog catalog, DocumentStore store, TimeProvider time, ILogger<DocumentKeeper> logger) : ICasePreparation, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<(string Agency, int Version), ReadVersion> _read = [];
    private readonly FolderImport _import = new(store, time);
    private IReadOnlyDictionary<string, int>? _counts;
    private ImmutableArray<DocumentFault> _folderFaults = [];

    public void Dispose() => _one.Dispose();

    /// <summary>At start it takes the files in; before later tenures it looks what others stored.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => AloneAsync(() => _counts is null ? ImportAsync(cancellationToken) : RefreshAsync(false, cancellationToken), cancellationToken);

    /// <summary>Reads the files again and what others stored.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => AloneAsync(
        () =>
        {
            folder.Read();
            return ImportAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Looks whether a file was changed or another node stored something; nothing before the first preparation.</summary>
    public Task LookAsync(CancellationToken cancellationToken) => AloneAsync(
        () =>
        {
            if (_counts is null)
                return Task.CompletedTask;
            if (!folder.HasChanged())
                return RefreshAsync(false, cancellationToken);
            folder.Read();
            return ImportAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Stores a version and has it in the catalog. False when somebody else took its number meanwhile.</summary>
    public async Task<bool> AddAsync(DocumentVersion version, string content, CancellationToken cancellationToken)
    {
        var isStored = false;
        await AloneAsync(
            async () =>
            {
                isStored = await store.AddAsync(version, content, cancellationToken);
                await RefreshAsync(false, cancellationToken);
            },
            cancellationToken);
        return isStored;
    }

    /// <summary>What reading a version came to; null when there is no such version.</summary>
    public async Task<ReadVersion?> FindAsync(string agency, int version, CancellationToken cancellationToken)
    {
        ReadVersion? found = null;
        await AloneAsync(
            async () =>
            {
                if (!_read.ContainsKey((agency, version)))
                    await RefreshAsync(false, cancellationToken);
                found = _read.GetValueOrDefault((agency, version));
            },
            cancellationToken);
        return found;
    }

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        var faults = await _import.RunAsync(folder, cancellationToken);
        var isChanged = !faults.SequenceEqual(_folderFaults);
        _folderFaults = faults;
        await RefreshAsync(isChanged, cancellationToken);
    }

    private async Task RefreshAsync(bool isChanged, CancellationToken cancellationToken)
    {
        var counts = await store.CountAsync(cancellationToken);
        if (!isChanged && _counts is not null && counts.Count == _counts.Count && counts.All(agency => _counts.GetValueOrDefault(agency.Key) == agency.Value))
            return;
        var contents = new List<(DocumentVersion Version, string Content)>();
        foreach (var version in await store.ListAsync(null, cancellationToken))
        {
            if (_read.ContainsKey((version.Agency, version.Version)))
                continue;
            if (_counts is not null)
                LogStored(logger, version.Agency, version.Version, version.Author, version.Origin);
            if (OfFolder(version) is { } reading)
                _read[(version.Agency, version.Version)] = new ReadVersion(version, reading);
            else
                contents.Add((version, Encoding.UTF8.GetString((await store.ContentAsync(version.Agency, version.Version, cancellationToken))!)));
        }

        foreach (var read in contents.AsParallel().AsOrdered().Select(stored => new ReadVersion(stored.Version, DocumentReader.Read(stored.Content, ReadVersion.SourceOf(stored.Version), stored.Version.Agency))))
            _read[(read.Version.Agency, read.Version.Version)] = read;
        catalog.Replace(VersionSet.Of(_read.Values, _folderFaults, AgencySet.BrokenOf(folder.Current)), logger);
        _counts = counts;
    }

    // What was just read from a file need not be read again.
    private DocumentReading? OfFolder(DocumentVersion version) => folder.Current.Concat(folder.Earlier)
        .FirstOrDefault(file => file.Reading.Document?.Code == version.Agency && DocumentVersion.HashOf(file.Reading.Content) == version.Hash)?.Reading;

    private async Task AloneAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            _one.Release();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Version {Version} of the document of {Agency} is in force, by {Author} ({Origin})")]
    private static partial void LogStored(ILogger logger, string agency, int version, string author, string origin);
}
