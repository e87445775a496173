using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>Follows <c>$ref</c>s inside a document.</summary>
internal static class References
{
    /// <summary>Refuses an operation that refers to something that is not there, at any depth.</summary>
    public static void Check(OperationSource source) => Check(source.Node, source, []);

    /// <summary>The value a local reference points to, or null.</summary>
    public static JsonNode? Find(JsonObject root, string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            return null;
        JsonNode? node = root;
        foreach (var part in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                JsonObject members => members[name],
                JsonArray list when int.TryParse(name, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>The text of a <c>$ref</c>, or null when the node is none.</summary>
    public static string? Target(JsonNode? node) =>
        node is JsonObject members && members["$ref"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static void Check(JsonNode? node, OperationSource source, HashSet<string> seen)
    {
        if (Target(node) is { } reference && seen.Add(reference))
        {
            Check(Find(source.Root, reference) ?? throw source.NotMapped(
                $"Expected $ref '{reference}' to lead to a part of this file, but there is none; correct it or copy the part into the file."), source, seen);
        }

        foreach (var child in node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray list => list,
            _ => Enumerable.Empty<JsonNode?>(),
        })
        {
            Check(child, source, seen);
        }
    }
}
