using System.Collections.Immutable;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Versions;

/// <summary>A stored version and what reading it came to.</summary>
internal sealed record ReadVersion(DocumentVersion Version, DocumentReading Reading)
{
    /// <summary>The document with the number that was given to it; the one that it states is a label.</summary>
    public AgencyDocument? Document { get; } = Reading.Document is { } document ? document with { Version = Version.Version } : null;

    /// <summary>Where it comes from, for messages.</summary>
    public static string SourceOf(DocumentVersion version) =>
        version.Origin == DocumentVersion.Uploaded ? $"{version.Agency}, version {version.Version}" : version.Origin;
}

/// <summary>Says which of the stored versions hold. Pure.</summary>
internal static class VersionSet
{
    /// <summary>The agencies: of each the highest version that can be used; when the highest cannot, the last good one holds and the other is reported.</summary>
    /// <param name="versions">All of them.</param>
    /// <param name="besides">What else is wrong, with the folder.</param>
    /// <param name="broken">Files that cannot be used at all.</param>
    public static AgencySet Of(IEnumerable<ReadVersion> versions, IEnumerable<DocumentFault> besides, IEnumerable<string> broken)
    {
        var inForce = ImmutableArray.CreateBuilder<AgencyDocument>();
        var earlier = ImmutableArray.CreateBuilder<AgencyDocument>();
        var faults = ImmutableArray.CreateBuilder<DocumentFault>();
        var unusable = broken.ToImmutableArray().ToBuilder();

        // Codes that differ in their writing only would give activities of the same names; the store refuses the second one.
        var agencies = versions.GroupBy(read => read.Version.Agency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .DistinctBy(group => PascalName.Of(group.Key), StringComparer.Ordinal);
        foreach (var agency in agencies)
        {
            var newest = agency.MaxBy(read => read.Version.Version)!;
            faults.AddRange(newest.Reading.Faults);
            if (newest.Document is null)
                unusable.Add(ReadVersion.SourceOf(newest.Version));
            var usable = agency.Select(read => read.Document).OfType<AgencyDocument>().OrderByDescending(document => document.Version).ToList();
            inForce.AddRange(usable.Take(1));
            earlier.AddRange(usable.Skip(1));
        }

        return new AgencySet(inForce.ToImmutable(), earlier.ToImmutable(), [.. faults.Concat(besides).Distinct()]) { Broken = [.. unusable.Distinct(StringComparer.Ordinal)] };
    }
}
