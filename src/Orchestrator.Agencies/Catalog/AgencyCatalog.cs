using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Catalog;

/// <summary>All agencies that can be called, and what in their documents could not be mapped.</summary>
/// <param name="Agencies">By folder name.</param>
/// <param name="Faults">For the designer's area and the start-up log.</param>
public sealed partial record AgencyCatalog(ImmutableArray<AgencyDocument> Agencies, ImmutableArray<DocumentFault> Faults)
{
    /// <summary>Reads the documents of a workflows folder and reports what could not be mapped.</summary>
    internal static AgencyCatalog Load(string workflows, ILogger logger)
    {
        var (agencies, faults) = DocumentFolder.Read(workflows);
        LogLoaded(logger, agencies.Length, agencies.Sum(agency => agency.Operations.Length), workflows);
        foreach (var fault in faults)
            LogFault(logger, fault.Source, fault.Path, fault.OperationId ?? "-", fault.Message);
        return new AgencyCatalog(agencies, faults);
    }

    /// <summary>Finds an agency by its code, or null.</summary>
    public AgencyDocument? Find(string code) => Agencies.FirstOrDefault(agency => agency.Code == code);

    /// <summary>Finds the operation that the payload of an effect asks for, or null.</summary>
    internal (AgencyDocument Agency, AgencyOperation Operation)? Find(JsonElement payload) =>
        Find(Text(payload, "agency") ?? "") is { } agency && agency.Find(Text(payload, "operation") ?? "") is { } operation ? (agency, operation) : null;

    internal static string Describe(JsonElement payload) => $"'{Text(payload, "operation")}' of '{Text(payload, "agency")}'";

    private static string? Text(JsonElement payload, string name) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
