using System.Collections.Immutable;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Catalogue;

/// <summary>All agencies that can be called, and what in their documents could not be mapped.</summary>
/// <param name="Agencies">By file name.</param>
/// <param name="Faults">For the designer's area and the start-up log.</param>
public sealed record AgencyCatalogue(ImmutableArray<AgencyDocument> Agencies, ImmutableArray<DocumentFault> Faults)
{
    /// <summary>Finds an agency by its code, or null.</summary>
    public AgencyDocument? Find(string code) => Agencies.FirstOrDefault(agency => agency.Code == code);
}
