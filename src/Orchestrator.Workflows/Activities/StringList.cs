using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Workflows.Activities;

/// <summary>Lists of text that a designer wrote down: a JSON array, or that array in a string.</summary>
internal static class StringList
{
    /// <summary>Null when there is no list.</summary>
    public static ImmutableArray<string>? Of(JsonElement? value)
    {
        if (value is not { } list) return null;
        if (list.ValueKind == JsonValueKind.String)
        {
            try
            {
                using var document = JsonDocument.Parse(list.GetString()!);
                list = document.RootElement.Clone();
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(i => i.ToString())] : null;
    }
}
