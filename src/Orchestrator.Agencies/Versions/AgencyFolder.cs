using System.Collections.Immutable;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Versions;

/// <summary>The folder <c>agencies</c> of this node, as it was last read. One caller at a time.</summary>
internal sealed class AgencyFolder
{
    private readonly string _workflows;
    private string _read, _seen;

    public AgencyFolder(string workflows)
    {
        _workflows = workflows;
        _read = _seen = Stamp();
        (Current, Earlier) = (DocumentFolder.Current(workflows), DocumentFolder.Earlier(workflows));
    }

    /// <summary>Where the folder of workflows is.</summary>
    public string Workflows => _workflows;

    /// <summary>The documents that are to hold.</summary>
    public ImmutableArray<AgencyFile> Current { get; private set; }

    /// <summary>Documents of earlier versions.</summary>
    public ImmutableArray<AgencyFile> Earlier { get; private set; }

    /// <summary>
    /// True when a file is another one than was read, and was already so at the look before: a file that is just being written would become a version
    /// half.
    /// </summary>
    public bool HasChanged()
    {
        var now = Stamp();
        var isSettled = now == _seen;
        _seen = now;
        return isSettled && now != _read;
    }

    /// <summary>Reads the files again.</summary>
    public void Read()
    {
        _read = _seen = Stamp();
        (Current, Earlier) = (DocumentFolder.Current(_workflows), DocumentFolder.Earlier(_workflows));
    }

    private string Stamp()
    {
        var folder = new DirectoryInfo(Path.Combine(_workflows, "agencies"));
        return !folder.Exists ? "" : string.Join('\n', folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .OrderBy(file => file.FullName, StringComparer.Ordinal).Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
    }
}
