using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads the documents of all agencies from a folder of <c>workflows/</c>.</summary>
public static class DocumentFolder
{
    private static readonly ImmutableArray<string> FileNames = ["openapi.yaml", "openapi.yml", "openapi.json"];

    /// <summary>Reads <c>&lt;workflows&gt;/agencies/*/openapi.{yaml,yml,json}</c>; a missing folder has no agencies.</summary>
    public static (ImmutableArray<AgencyDocument> Documents, ImmutableArray<DocumentFault> Faults) Read(string workflows)
    {
        var documents = ImmutableArray.CreateBuilder<AgencyDocument>();
        var faults = ImmutableArray.CreateBuilder<DocumentFault>();
        var folder = Path.Combine(workflows, "agencies");
        var agencies = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        foreach (var agency in agencies.Order(StringComparer.Ordinal))
        {
            if (FileNames.Select(name => Path.Combine(agency, name)).FirstOrDefault(File.Exists) is not { } file)
                continue;
            var source = Path.GetRelativePath(workflows, file).Replace('\\', '/');
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
