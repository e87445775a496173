using System.Text.Json.Nodes;

namespace Orchestrator.Runtime.Definitions;

/// <summary>
/// Undoes what an editor changes without meaning to: Studio moves a selected activity to the end of the list, measures boxes again, adds members that are
/// null and leaves out others. What says the same as before is written as before, and what was there before keeps its place.
/// </summary>
internal static class StableForm
{
    // Members that an answer to an editor always has; the editor sends them back though they were never written.
    private static readonly string[] Filled = ["variables", "inputs", "outputs", "outcomes", "customProperties", "options"];

    /// <summary>Rewrites a definition after the version before it.</summary>
    public static void Apply(JsonObject now, JsonObject before)
    {
        foreach (var name in Filled)
        {
            if (before[name] is not null || !IsEmpty(now[name])) continue;
            if (before.ContainsKey(name)) now[name] = null;
            else now.Remove(name);
        }

        Settle(now, before);

        // A definition that says the same is the same, also when the editor has added members that say nothing.
        if (!Same(now, before)) return;
        now.Clear();
        foreach (var (name, value) in before) now.Add(name, value?.DeepClone());
    }

    /// <summary>True when both say the same: a member that is null says nothing, and neither does the measured size of a box.</summary>
    public static bool Same(JsonNode? one, JsonNode? other)
    {
        switch (one, other)
        {
            case (null, null):
                return true;
            case (JsonObject a, JsonObject b):
                return a.Concat(b).Select(member => member.Key).Distinct(StringComparer.Ordinal).All(name => IsMeasured(name, a, b) || Same(a[name], b[name]));
            case (JsonArray a, JsonArray b):
                return a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second));
            default:
                return JsonNode.DeepEquals(one, other);
        }
    }

    private static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject one => one.All(member => member.Value is null || member.Value.GetValueKind() == System.Text.Json.JsonValueKind.False),
        _ => false,
    };

    private static void Settle(JsonObject now, JsonObject before)
    {
        foreach (var (name, value) in now.ToArray())
        {
            var old = before[name];
            if (Same(value, old)) now[name] = old?.DeepClone();
            else if (value is JsonObject inner && old is JsonObject innerBefore) Settle(inner, innerBefore);
            else if (value is JsonArray list && old is JsonArray listBefore) Settle(list, listBefore, name);
        }

        // Members in the order of before; one that said nothing before and is left out now is written again.
        var members = now.ToArray();
        now.Clear();
        foreach (var (name, old) in before)
        {
            var place = Array.FindIndex(members, member => member.Key == name);
            if (place >= 0) now.Add(name, members[place].Value);
            else if (old is null) now.Add(name, null);
        }

        foreach (var (name, value) in members)
        {
            if (!now.ContainsKey(name)) now.Add(name, value);
        }
    }

    /// <summary>Only lists whose items have a name of their own are put in order: a sequence runs in the order in which it is drawn.</summary>
    private static void Settle(JsonArray now, JsonArray before, string member)
    {
        var items = now.ToList();
        now.Clear();
        if (member is "activities" or "connections" && IsFlowchart(before, items)) items = InOrderOf(items, before);
        foreach (var item in items)
        {
            var old = before.FirstOrDefault(candidate => Key(candidate) is { } key && key == Key(item));
            if (old is not null && Same(item, old))
            {
                now.Add(old.DeepClone());
                continue;
            }

            if (item is JsonObject one && old is JsonObject oneBefore) Settle(one, oneBefore);
            now.Add(item);
        }
    }

    private static List<JsonNode?> InOrderOf(List<JsonNode?> items, JsonArray before)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < before.Count; i++)
        {
            if (Key(before[i]) is { } key) places.TryAdd(key, i);
        }

        return [.. items.OrderBy(item => Key(item) is { } key && places.TryGetValue(key, out var place) ? place : int.MaxValue)];
    }

    /// <summary>Activities with node ids whose container is a flowchart say so by their connections; lists of a sequence have none and stay as drawn.</summary>
    private static bool IsFlowchart(JsonArray before, List<JsonNode?> items) =>
        before.Parent is JsonObject { } container && container["connections"] is JsonArray && items.Count > 0;

    private static string? Key(JsonNode? item) => item is JsonObject one
        ? one["id"] is JsonValue id ? id.ToJsonString() : one["source"] is { } source && one["target"] is { } target ? End(source) + ">" + End(target) : Name(one)
        : null;

    private static string? Name(JsonObject item) => item["name"] is JsonValue name ? name.ToJsonString() : null;

    private static string End(JsonNode end) => end is JsonObject one ? $"{one["activity"]?.ToJsonString()}:{one["port"]?.ToJsonString()}" : end.ToJsonString();

    private static bool IsMeasured(string name, JsonObject one, JsonObject other) =>
        name == "size" && (one.ContainsKey("position") || other.ContainsKey("position"));
}
