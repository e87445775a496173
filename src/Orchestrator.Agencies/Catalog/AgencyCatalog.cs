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
        var (earlier, others) = DocumentFolder.ReadEarlier(workflows, agencies);
        var catalog = new AgencyCatalog(agencies, [.. faults, .. others]) { Earlier = earlier };
        foreach (var fault in catalog.Faults)
            LogFault(logger, fault.Source, fault.Path, fault.OperationId ?? "-", fault.Message);
        return catalog;
    }

    /// <summary>Documents of earlier versions that cases still run with.</summary>
    public ImmutableArray<AgencyDocument> Earlier { get; init; } = [];

    /// <summary>Finds an agency by its code, or null.</summary>
    public AgencyDocument? Find(string code) => Agencies.FirstOrDefault(agency => agency.Code == code);

    /// <summary>Finds one version of an agency's document, or null.</summary>
    public AgencyDocument? Find(string code, int version) =>
        Agencies.Concat(Earlier).FirstOrDefault(agency => agency.Code == code && agency.Version == version);

    /// <summary>Finds the operation that the payload of an effect asks for, in the version that its case was drawn with; null when it is not there.</summary>
    internal (AgencyDocument Agency, AgencyOperation Operation)? Find(JsonElement payload) =>
        Document(payload) is { } agency && agency.Find(Text(payload, "operation") ?? "") is { } operation ? (agency, operation) : null;

    // Effects of builds that knew no versions name none: there was one document then.
    private AgencyDocument? Document(JsonElement payload)
    {
        var code = Text(payload, "agency") ?? "";
        return payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("version", out var stated) && stated.TryGetInt32(out var version)
            ? Find(code, version)
            : Find(code, 1) ?? Find(code);
    }

    internal static string Describe(JsonElement payload) => $"'{Text(payload, "operation")}' of '{Text(payload, "agency")}'";

    private static string? Text(JsonElement payload, string name) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
