using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Designer.Comparison;

/// <summary>One member that differs, as people read it; null where it is not there.</summary>
/// <param name="Name">Where: <c>office</c>, <c>variables.RegisterNumber</c>.</param>
/// <param name="Before">What it said.</param>
/// <param name="After">What it says.</param>
public sealed record MemberChange(string Name, string? Before, string? After)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private static readonly string[] KeyMembers = ["name", "label", "id"];

    /// <summary>Compares members by name; lists of named things are compared one by one.</summary>
    public static IReadOnlyList<MemberChange> Between(IReadOnlyDictionary<string, JsonElement> before, IReadOnlyDictionary<string, JsonElement> after) =>
        [.. before.Keys.Union(after.Keys, StringComparer.Ordinal).SelectMany(name => Between(name, Value(before, name), Value(after, name)))];

    private static IEnumerable<MemberChange> Between(string name, JsonElement before, JsonElement after)
    {
        if (Same(before, after)) return [];
        if (Named(before) is { } old && Named(after) is { } now)
            return old.Keys.Union(now.Keys, StringComparer.Ordinal).SelectMany(key => Between($"{name}.{key}", Value(old, key), Value(now, key)));
        return [new MemberChange(name, Text(before), Text(after))];
    }

    /// <summary>A list whose items all have a name, an id or a label; what is not there counts as an empty one.</summary>
    private static Dictionary<string, JsonElement>? Named(JsonElement list)
    {
        if (IsNothing(list)) return [];
        if (list.ValueKind != JsonValueKind.Array) return null;
        var named = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Key(item) is not { Length: > 0 } key || !named.TryAdd(key, item)) return null;
        }

        return named;
    }

    private static string? Key(JsonElement item) =>
        KeyMembers.Select(member => item.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
            .FirstOrDefault(key => !string.IsNullOrEmpty(key));

    /// <summary>An input reads as its expression: <c>JavaScript: variables.ChildName</c>.</summary>
    private static string? Text(JsonElement value)
    {
        if (IsNothing(value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("expression", out var expression) && expression.ValueKind == JsonValueKind.Object)
        {
            var (type, written) = (Member(expression, "type"), Member(expression, "value"));
            return $"{(IsNothing(type) ? "Literal" : type.GetString())}: {Text(written)}";
        }

        return JsonSerializer.Serialize(value, Readable);
    }

    private static bool Same(JsonElement before, JsonElement after) =>
        (IsNothing(before) && IsNothing(after)) || (!IsNothing(before) && !IsNothing(after) && JsonNode.DeepEquals(Bare(before), Bare(after)));

    /// <summary>Without members that are null: they say nothing.</summary>
    private static JsonNode? Bare(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().Where(member => !IsNothing(member.Value))
            .Select(member => KeyValuePair.Create(member.Name, Bare(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Bare)]),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(value),
    };

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Object => !value.EnumerateObject().Any(member => !IsNothing(member.Value)),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    private static JsonElement Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement Value(IReadOnlyDictionary<string, JsonElement> members, string name) => members.GetValueOrDefault(name);
}
