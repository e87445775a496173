using System.Text.Json;

namespace Orchestrator.Workflows.Definitions;

/// <summary>Lenient reading of Elsa's JSON: absent, null and differently written members.</summary>
internal static class JsonMembers
{
    public static JsonElement Null { get; } = Parse("null");

    public static JsonElement EmptyObject { get; } = Parse("{}");

    /// <summary>A member, or an undefined element.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>An object member, or an empty object.</summary>
    public static JsonElement Object(this JsonElement element, string name)
    {
        var value = element.Member(name);
        return value.ValueKind == JsonValueKind.Object ? value : EmptyObject;
    }

    /// <summary>A member as text, numbers included; null when absent, null or of another kind.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        var value = element.Member(name);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
    }

    public static int Number(this JsonElement element, string name, int fallback) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : fallback;

    public static bool Flag(this JsonElement element, string name) => element.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>True for a value that says nothing: absent or null.</summary>
    public static bool IsAbsent(this JsonElement element) => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>
    /// Items of a list member with their paths. Elsa's older serializers also wrote a list as <c>{"$values":[…]}</c>, and a list of one as that one object.
    /// </summary>
    public static IEnumerable<(JsonElement Item, string Path)> Items(this JsonElement element, string name, string path)
    {
        var value = element.Member(name);
        path = $"{path}.{name}";
        if (value.Member("$values") is { ValueKind: JsonValueKind.Array } wrapped)
        {
            value = wrapped;
            path += ".$values";
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray()) yield return (item, $"{path}[{index++}]");
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            yield return (value, path);
        }
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
