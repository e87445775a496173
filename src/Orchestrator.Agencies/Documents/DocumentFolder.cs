using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads the documents of all agencies from a folder of <c>workflows/</c>.</summary>
public static class DocumentFolder
{
    private static readonly ImmutableArray<string> FileNames = ["openapi.yaml", "openapi.yml", "openapi.json"];

    /// <summary>Folder of an agency's folder that keeps the documents of earlier versions, as long as cases run with them.</summary>
    private const string Versions = "versions";

    /// <summary>Reads <c>&lt;workflows&gt;/agencies/*/openapi.{yaml,yml,json}</c>; a missing folder has no agencies.</summary>
    public static (ImmutableArray<AgencyDocument> Documents, ImmutableArray<DocumentFault> Faults) Read(string workflows) => Documents(Current(workflows));

    /// <summary>
    /// Reads <c>&lt;workflows&gt;/agencies/*/versions/*.{yaml,yml,json}</c>: documents that cases still run with. They work also when the agency's document
    /// itself was removed or is broken.
    /// </summary>
    /// <param name="workflows">The folder.</param>
    /// <param name="current">The documents that hold now.</param>
    public static (ImmutableArray<AgencyDocument> Documents, ImmutableArray<DocumentFault> Faults) ReadEarlier(
        string workflows, ImmutableArray<AgencyDocument> current) => EarlierDocuments(Earlier(workflows), current);

    /// <summary>The agencies' documents as they are in the folder, one for each folder that has one.</summary>
    internal static ImmutableArray<AgencyFile> Current(string workflows) => Read(workflows, Agencies(workflows)
        .Select(agency => FileNames.Select(name => Path.Combine(agency, name)).FirstOrDefault(File.Exists) is { } file ? (agency, file) : default)
        .Where(found => found.file is not null));

    /// <summary>The documents of earlier versions.</summary>
    internal static ImmutableArray<AgencyFile> Earlier(string workflows) =>
        Read(workflows, Agencies(workflows).SelectMany(agency => Files(Path.Combine(agency, Versions)).Select(file => (agency, file))));

    /// <summary>What can be used of the current files; of two for one agency, the first.</summary>
    internal static (ImmutableArray<AgencyDocument> Documents, ImmutableArray<DocumentFault> Faults) Documents(ImmutableArray<AgencyFile> files)
    {
        var documents = ImmutableArray.CreateBuilder<AgencyDocument>();
        var faults = ImmutableArray.CreateBuilder<DocumentFault>();
        foreach (var file in files)
        {
            faults.AddRange(file.Reading.Faults);
            if (file.Reading.Document is not { } document)
                continue;
            if (documents.Any(other => PascalName.Of(other.Code) == PascalName.Of(document.Code)))
                faults.Add(Twice(file.Source, document.Code));
            else
                documents.Add(document);
        }

        return (documents.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>What can be used of the files of earlier versions.</summary>
    internal static (ImmutableArray<AgencyDocument> Documents, ImmutableArray<DocumentFault> Faults) EarlierDocuments(
        ImmutableArray<AgencyFile> files, ImmutableArray<AgencyDocument> current)
    {
        var documents = ImmutableArray.CreateBuilder<AgencyDocument>();
        var faults = ImmutableArray.CreateBuilder<DocumentFault>();
        foreach (var file in files)
        {
            faults.AddRange(file.Reading.Faults);
            if (file.Reading.Document is not { } document)
                continue;
            if (Wrong(document, current, documents) is { } message)
                faults.Add(new DocumentFault("document-version", file.Source, "$.info['x-agency'].version", null, message));
            else
                documents.Add(document);
        }

        return (documents.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>Two documents would give activities of one name.</summary>
    internal static DocumentFault Twice(string source, string code) => new(
        "agency-twice", source, "$.info['x-agency'].code", null, $"Expected one document per agency, but {code} has two; change the code of one.");

    // Documents know nothing of each other: all cores read them, because the server waits for it when it starts.
    private static ImmutableArray<AgencyFile> Read(string workflows, IEnumerable<(string Agency, string File)> files) =>
    [
        .. files.AsParallel().AsOrdered().Select(found => new AgencyFile(
            Source(workflows, found.File), Path.GetFullPath(found.File),
            DocumentReader.Read(File.ReadAllText(found.File), Source(workflows, found.File), Path.GetFileName(found.Agency), path => Neighbour(found.Agency, path)))),
    ];

    private static string? Wrong(AgencyDocument document, ImmutableArray<AgencyDocument> current, IEnumerable<AgencyDocument> earlier)
    {
        if (document.StatedVersion is null)
            return "Expected an earlier document to state its version, but it states none; add x-agency.version.";
        if (current.FirstOrDefault(other => other.Code == document.Code) is { } newest && newest.Version <= document.Version)
            return $"Expected a version below {newest.Version}, the one of the agency's document, but found {document.Version}; raise x-agency.version there.";
        return earlier.Any(other => other.Code == document.Code && other.Version == document.Version)
            ? $"Expected every version once, but version {document.Version} of {document.Code} is there twice; remove one." : null;
    }

    private static IEnumerable<string> Agencies(string workflows)
    {
        var folder = Path.Combine(workflows, "agencies");
        return Directory.Exists(folder) ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal) : [];
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder).Where(file => Path.GetExtension(file).ToUpperInvariant() is ".YAML" or ".YML" or ".JSON").Order(StringComparer.Ordinal)
        : [];

    private static string Source(string workflows, string file) => Path.GetRelativePath(workflows, file).Replace('\\', '/');

    /// <summary>The text of another file of an agency's folder, or null when there is none: a link in the folder could lead out of it.</summary>
    /// <param name="folder">The agency's folder.</param>
    /// <param name="path">Path below it, without a way out of it.</param>
    public static string? Neighbour(string folder, string path)
    {
        var file = new FileInfo(Path.Combine(folder, path));
        return file.Exists && file.LinkTarget is null && Directories(file.Directory, folder).All(directory => directory.LinkTarget is null) ? File.ReadAllText(file.FullName) : null;
    }

    private static IEnumerable<DirectoryInfo> Directories(DirectoryInfo? from, string folder)
    {
        for (var next = from; next is not null && next.FullName.Length > Path.GetFullPath(folder).Length; next = next.Parent)
            yield return next;
    }
}
