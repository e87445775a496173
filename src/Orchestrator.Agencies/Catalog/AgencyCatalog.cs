using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Versions;

namespace Orchestrator.Agencies.Catalog;

/// <summary>All agencies that can be called, and what in their documents could not be mapped. It changes when another document comes into force.</summary>
public sealed partial class AgencyCatalog
{
    private volatile AgencySet _set;

    /// <summary>Makes a catalog.</summary>
    internal AgencyCatalog(AgencySet set) => _set = set;

    /// <summary>Raised after the agencies have changed.</summary>
    public event Action? Changed;

    /// <summary>The documents in force, by code.</summary>
    public ImmutableArray<AgencyDocument> Agencies => _set.Agencies;

    /// <summary>Documents of other versions that cases still run with.</summary>
    public ImmutableArray<AgencyDocument> Earlier => _set.Earlier;

    /// <summary>What could not be mapped, for the designer's area and the start-up log.</summary>
    public ImmutableArray<DocumentFault> Faults => _set.Faults;

    /// <summary>The documents that cannot be used at all, by where they come from; what was in force before still is.</summary>
    public ImmutableArray<string> Broken => _set.Broken;

    /// <summary>What the folder alone says, until the stored versions are read.</summary>
    internal static AgencyCatalog Load(AgencyFolder folder, ILogger logger)
    {
        var set = AgencySet.OfFolder(folder.Current, folder.Earlier);
        LogLoaded(logger, set.Agencies.Length, set.Agencies.Sum(agency => agency.Operations.Length), folder.Workflows);
        LogFaults(logger, set.Faults);
        return new AgencyCatalog(set);
    }

    /// <summary>Finds an agency by its code, or null.</summary>
    public AgencyDocument? Find(string code) => Agencies.FirstOrDefault(agency => agency.Code == code);

    /// <summary>Finds one version of an agency's document, or null.</summary>
    public AgencyDocument? Find(string code, int version)
    {
        var set = _set;
        return set.Agencies.Concat(set.Earlier).FirstOrDefault(agency => agency.Code == code && agency.Version == version);
    }

    /// <summary>Finds the operation that the payload of an effect asks for, in the version that its case was drawn with; null when it is not there.</summary>
    internal (AgencyDocument Agency, AgencyOperation Operation)? Find(JsonElement payload) =>
        Document(payload) is { } agency && agency.Find(Text(payload, "operation") ?? "") is { } operation ? (agency, operation) : null;

    /// <summary>Replaces the agencies and tells everybody.</summary>
    internal void Replace(AgencySet set, ILogger logger)
    {
        // What is said already is not said again at every look.
        LogFaults(logger, set.Faults.Except(_set.Faults));
        _set = set;
        Changed?.Invoke();
    }

    // Effects of builds that knew no versions name none: there was one document then.
    private AgencyDocument? Document(JsonElement payload)
    {
        var code = Text(payload, "agency") ?? "";
        return payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("version", out var stated) && stated.TryGetInt32(out var version)
            ? Find(code, version)
            : Find(code, 1) ?? Find(code);
    }

    internal static string Describe(JsonElement payload) => $"'{Text(payload, "operation")}' of '{Text(payload, "agency")}'";

    private static void LogFaults(ILogger logger, IEnumerable<DocumentFault> faults)
    {
        foreach (var fault in faults)
            LogFault(logger, fault.Source, fault.Path, fault.OperationId ?? "-", fault.Message);
    }

    private static string? Text(JsonElement payload, string name) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
