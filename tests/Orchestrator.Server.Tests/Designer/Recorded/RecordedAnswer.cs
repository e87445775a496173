using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer.Recorded;

/// <summary>
/// Answers of a running Elsa 3.8 server, and how ours differ from them by value. Normalised are: ids that a server makes up, times, and Elsa's own leak <c>_type</c>.
/// A member of ours that says nothing (null, false, an empty list) where Elsa's is absent is no difference.
/// </summary>
internal static partial class RecordedAnswer
{
    /// <summary>The definition of the recordings.</summary>
    public const string DefinitionId = "birth";

    /// <summary>A recording by its name, as the answer about another definition.</summary>
    public static JsonNode Of(string name, string definitionId) => JsonNode.Parse(
        File.ReadAllText(Path.Combine(TestServer.Repository, "tests", "Orchestrator.Server.Tests", "Designer", "Recorded", name + ".json"))
            .Replace($"\"{DefinitionId}\"", $"\"{definitionId}\"", StringComparison.Ordinal)
            .Replace($"/{DefinitionId}", $"/{definitionId}", StringComparison.Ordinal)
            .Replace("\"Birth registration\"", $"\"{definitionId}\"", StringComparison.Ordinal))!;

    /// <summary>Every place at which an answer of ours says something else; list places are written <c>[]</c>.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? recorded, JsonNode? ours)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Compare(recorded, ours, "$", found);
        return [.. found];
    }

    private static void Compare(JsonNode? recorded, JsonNode? ours, string path, SortedSet<string> found)
    {
        switch (recorded, ours)
        {
            case (JsonObject one, JsonObject other):
                foreach (var (name, value) in one)
                {
                    if (name == "_type") continue;
                    if (other.ContainsKey(name)) Compare(value, other[name], $"{path}.{name}", found);
                    else if (!SaysNothing(value)) found.Add($"{path}.{name}: missing");
                }

                foreach (var (name, value) in other)
                {
                    if (!one.ContainsKey(name) && !SaysNothing(value)) found.Add($"{path}.{name}: more");
                }

                break;
            case (JsonArray one, JsonArray other) when NameOf(one) is { } name:
                foreach (var item in one)
                {
                    if (other.FirstOrDefault(candidate => Key(candidate, name) == Key(item, name)) is { } counterpart) Compare(item, counterpart, $"{path}[]", found);
                    else found.Add($"{path}[{Key(item, name)}]: missing");
                }

                foreach (var item in other.Where(item => one.All(candidate => Key(candidate, name) != Key(item, name)))) found.Add($"{path}[{Key(item, name)}]: more");
                break;
            case (JsonArray one, JsonArray other):
                if (one.Count != other.Count) found.Add($"{path}: {other.Count} instead of {one.Count}");
                foreach (var (first, second) in one.Zip(other)) Compare(first, second, $"{path}[]", found);
                break;
            default:
                if (!IsSame(recorded, ours)) found.Add($"{path}: {Shown(ours)} instead of {Shown(recorded)}");
                break;
        }
    }

    /// <summary>Lists of things with names of their own are compared by name, others place by place.</summary>
    private static string? NameOf(JsonArray list) => list.Count == 0
        ? null
        : ((string[])["typeName", "rel", "type", "name", "displayName"]).FirstOrDefault(key => list.Select(item => Key(item, key)).Distinct().Count() == list.Count && list.All(item => (item as JsonObject)?[key] is JsonValue));

    private static string Key(JsonNode? item, string by) => $"{(item as JsonObject)?[by]} {(item as JsonObject)?["href"]}".TrimEnd();

    private static bool IsSame(JsonNode? recorded, JsonNode? ours) => (Text(recorded), Text(ours)) switch
    {
        ({ } one, { } other) when MadeUpId().IsMatch(one) => other.Length > 0,
        ({ } one, { } other) when Time().IsMatch(one) => Time().IsMatch(other),
        _ => JsonNode.DeepEquals(recorded, ours),
    };

    private static bool SaysNothing(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject one => one.All(member => member.Key == "_type" || SaysNothing(member.Value)),
        _ => value.GetValueKind() is JsonValueKind.False or JsonValueKind.Null || Text(value) is "",
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string Shown(JsonNode? node) => node?.ToJsonString() is { } text ? text.Length > 60 ? text[..60] : text : "null";

    [GeneratedRegex("^[0-9a-f]{14,16}$")]
    private static partial Regex MadeUpId();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")]
    private static partial Regex Time();
}
