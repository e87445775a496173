using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads the documents of all agencies from a folder of <c>workflows/</c>.</summary>
public static class DocumentFolder
{
    private static readonly ImmutableArray<string> FileNames = ["openapi.yaml", "openapi.yml", "openapi.json"];

    /// <summary>Folder of an agency's folder that keeps the documents of earlier versions, as long as cases run with them.</summary>
    private const string Versions = "versions";

    /// <summary>Reads <c>&lt;workflows&gt;/agencies/*/openapi.{yaml,yml,json}</c>; a missing folder has no agencies.</summary>
    public static (ImmutableArray<AgencyDocument> Documents, ImmutableArray<DocumentFault> Faults) Read(string workflows)
    {
        var documents = ImmutableArray.CreateBuilder<AgencyDocument>();
        var faults = ImmutableArray.CreateBuilder<DocumentFault>();
        foreach (var agency in Agencies(workflows))
        {
            if (FileNames.Select(name => Path.Combine(agency, name)).FirstOrDefault(File.Exists) is not { } file)
                continue;
            var source = Source(workflows, file);
            var reading = DocumentReader.Read(File.ReadAllText(file), source, Path.GetFileName(agency), path => Neighbour(agency, path));
            faults.AddRange(reading.Faults);
            if (reading.Document is not { } document)
                continue;
            if (documents.Any(other => PascalName.Of(other.Code) == PascalName.Of(document.Code)))
                faults.Add(new DocumentFault("agency-twice", source, "$.info['x-agency'].code", null, $"Expected one document per agency, but {document.Code} has two; change the code of one."));
            else
                documents.Add(document);
        }

        return (documents.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>
    /// Reads <c>&lt;workflows&gt;/agencies/*/versions/*.{yaml,yml,json}</c>: documents that cases still run with. They work also when the agency's document
    /// itself was removed or is broken.
    /// </summary>
    /// <param name="workflows">The folder.</param>
    /// <param name="current">The documents that hold now.</param>
    public static (ImmutableArray<AgencyDocument> Documents, ImmutableArray<DocumentFault> Faults) ReadEarlier(
        string workflows, ImmutableArray<AgencyDocument> current)
    {
        var documents = ImmutableArray.CreateBuilder<AgencyDocument>();
        var faults = ImmutableArray.CreateBuilder<DocumentFault>();
        foreach (var agency in Agencies(workflows))
        {
            foreach (var file in Files(Path.Combine(agency, Versions)))
            {
                var source = Source(workflows, file);
                var reading = DocumentReader.Read(File.ReadAllText(file), source, Path.GetFileName(agency));
                faults.AddRange(reading.Faults);
                if (reading.Document is not { } document)
                    continue;
                if (Wrong(document, current, documents) is { } message)
                    faults.Add(new DocumentFault("document-version", source, "$.info['x-agency'].version", null, message));
                else
                    documents.Add(document);
            }
        }

        return (documents.ToImmutable(), faults.ToImmutable());
    }

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

    // A link in the folder could lead out of it.
    private static string? Neighbour(string folder, string path)
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
