using System.Collections.Immutable;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Catalog;

/// <summary>The agencies at a moment. Each agency and version is there once.</summary>
/// <param name="Agencies">The documents in force.</param>
/// <param name="Earlier">Those of other versions.</param>
/// <param name="Faults">What could not be mapped.</param>
internal sealed record AgencySet(ImmutableArray<AgencyDocument> Agencies, ImmutableArray<AgencyDocument> Earlier, ImmutableArray<DocumentFault> Faults)
{
    /// <summary>Sources of documents that cannot be used at all.</summary>
    public ImmutableArray<string> Broken { get; init; } = [];

    /// <summary>The agencies as the files alone say.</summary>
    public static AgencySet OfFolder(ImmutableArray<AgencyFile> current, ImmutableArray<AgencyFile> earlier)
    {
        var (agencies, faults) = DocumentFolder.Documents(current);
        var (others, more) = DocumentFolder.EarlierDocuments(earlier, agencies);
        return new AgencySet(agencies, others, [.. faults, .. more]) { Broken = BrokenOf(current) };
    }

    public static ImmutableArray<string> BrokenOf(IEnumerable<AgencyFile> files) => [.. files.Where(file => file.Reading.Document is null).Select(file => file.Source)];
}
