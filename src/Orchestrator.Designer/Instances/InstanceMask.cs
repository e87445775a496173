using System.Text.Json;
using Orchestrator.Cases.CaseFiles;

namespace Orchestrator.Designer.Instances;

/// <summary>
/// What a caller may see of a case's values. Everybody sees them with personal data masked, as in the history; who designs procedures without working on
/// cases sees which way a case went and no text of it at all.
/// </summary>
internal sealed class InstanceMask(CaseMask mask, bool hidesTexts)
{
    private static readonly JsonElement Hidden = JsonSerializer.SerializeToElement(CaseMask.Text);

    /// <summary>Members of an event that carry values of the case.</summary>
    private static readonly HashSet<string> Values = new(StringComparer.Ordinal) { "input", "inputs", "outputs", "value", "data", "locals", "payload" };

    /// <summary>A value, or what must not be seen inside it.</summary>
    public JsonElement Value(JsonElement value) => Shown(mask.Value(value));

    /// <summary>A value that goes by a name.</summary>
    public JsonElement Value(string name, JsonElement value) => Shown(mask.Value(name, value));

    /// <summary>The same, where there may be none.</summary>
    public JsonElement? Optional(JsonElement? value) => value is { } given ? Value(given) : null;

    /// <summary>An event of the journal.</summary>
    public JsonElement Event(ReadOnlyMemory<byte> payload)
    {
        var shown = mask.Event(payload);
        return hidesTexts ? WithoutTexts(shown) : shown;
    }

    private JsonElement Shown(JsonElement value) => hidesTexts ? Hide(value) : value;

    private static JsonElement WithoutTexts(JsonElement entry) => JsonSerializer.SerializeToElement(entry.EnumerateObject().ToDictionary(
        member => member.Name,
        member => Values.Contains(member.Name) ? Hide(member.Value) : member.Value.ValueKind == JsonValueKind.Object ? WithoutTexts(member.Value) : member.Value,
        StringComparer.Ordinal));

    private static JsonElement Hide(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonSerializer.SerializeToElement(value.EnumerateObject().ToDictionary(member => member.Name, member => Hide(member.Value), StringComparer.Ordinal)),
        JsonValueKind.Array => JsonSerializer.SerializeToElement(value.EnumerateArray().Select(Hide).ToList()),
        JsonValueKind.String or JsonValueKind.Number => Hidden,
        _ => value,
    };
}
