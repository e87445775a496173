using System.Text.Json;

namespace Orchestrator.Cases;

/// <summary>Reads JSON that others wrote: what is absent or of another kind is null.</summary>
internal static class LenientJson
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A text in both languages, a text alone for both, or null.</summary>
    public static BilingualText? Bilingual(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => new BilingualText(element.GetString()!, element.GetString()!),
        JsonValueKind.Object when (element.Text("vi") ?? element.Text("en")) is { } either => new BilingualText(element.Text("vi") ?? either, element.Text("en") ?? either),
        _ => null,
    };
}
