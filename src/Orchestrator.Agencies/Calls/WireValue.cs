using System.Globalization;
using System.Text.Json;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Calls;

/// <summary>Turns a designer's value into what the agency reads.</summary>
internal static class WireValue
{
    /// <summary>The value as it is sent.</summary>
    public static JsonElement Of(JsonElement value, ValueShape shape) =>
        Date(value, shape) is { } date ? JsonSerializer.SerializeToElement(date) : value;

    /// <summary>A simple value as text; null for objects, lists and null.</summary>
    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    // The designer's date editor gives an instant; the agency wants the day that was written in it.
    private static string? Date(JsonElement value, ValueShape shape) =>
        shape.Format == "date" && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 10 } text
        && text[10] == 'T' && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text[..10] : null;
}
