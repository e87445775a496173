using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

/// <summary>
/// The statuses that a case has sent of one dossier: each one that the agency took is a mark of the case, so that every one is in the journal and
/// two branches of a case cannot overwrite each other's. Pure.
/// </summary>
internal sealed class StatusSequence
{
    private readonly StatusOrderRule _rule;
    private readonly string _carrier;
    private readonly JsonElement _inputs;
    private readonly string _prefix;

    private StatusSequence(StatusOrderRule rule, string carrier, JsonElement inputs, string prefix) =>
        (_rule, _carrier, _inputs, _prefix) = (rule, carrier, inputs, prefix);

    /// <summary>The status of this call.</summary>
    public JsonElement Status => _inputs.GetProperty(_carrier);

    /// <summary>The sequence that a call belongs to; null when its operation has none, or the call carries no status.</summary>
    public static StatusSequence? Of(AgencyDocument agency, AgencyOperation operation, JsonElement inputs)
    {
        if (operation.StatusOrder is not { } rule || Value(operation, inputs, rule.Input) is not ({ } carrier, _))
            return null;
        // The value may be a number of a person; its hash tells sequences apart just as well.
        var per = rule.Per is { } name && Value(operation, inputs, name) is (_, var value) ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value.ToString())))[..16] : "case";
        return new StatusSequence(rule, carrier, inputs, $"agency-status:{agency.Code}:{operation.Id}:{per}:");
    }

    /// <summary>What must be sent before, in order.</summary>
    public IEnumerable<JsonElement> Missing(CaseState? state) => _rule.Missing(
        _rule.Order.Where(status => state is not null && state.Marks.ContainsKey(MarkName(status))), Status);

    /// <summary>Name of the mark that says that the agency took a status.</summary>
    public string MarkName(JsonElement status) => _prefix + status.ToString();

    /// <summary>The key of a predecessor: the same over every try, whichever call sends it.</summary>
    public string KeyOf(CaseId caseId, JsonElement status) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caseId}/{MarkName(status)}")))[..32];

    /// <summary>The inputs of the call with another status.</summary>
    public JsonElement With(JsonElement status)
    {
        var inputs = JsonObject.Create(_inputs)!;
        inputs[_carrier] = JsonSerializer.SerializeToNode(status);
        return JsonSerializer.SerializeToElement(inputs);
    }

    private static (string Name, JsonElement Value)? Value(AgencyOperation operation, JsonElement inputs, string wireName) =>
        operation.Inputs.FirstOrDefault(input => input.Place.Name == wireName)?.Name is { } name && inputs.ValueKind == JsonValueKind.Object
        && inputs.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? (name, value) : null;
}
