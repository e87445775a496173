using System.Text.Json;

namespace Orchestrator.Runtime.Http;

/// <summary>What a body says to a definition: a JSON value where it is JSON, else its text, or nothing.</summary>
public static class BodyText
{
    /// <summary>Reads a body. JSON that is broken stays text; who must not take it asks <see cref="IsJson"/> first.</summary>
    public static JsonElement? Parse(string text, string? mediaType)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0) return null;
        if (!IsJson(mediaType)) return JsonSerializer.SerializeToElement(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    /// <summary>True for <c>application/json</c>, <c>text/json</c> and <c>application/…+json</c>.</summary>
    public static bool IsJson(string? mediaType) =>
        mediaType is "application/json" or "text/json" || mediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) == true;
}
