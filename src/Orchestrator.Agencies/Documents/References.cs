using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>Follows the <c>$ref</c>s of a document and knows which of them, at any depth, lead to something that is not there. Linear in the document.</summary>
internal sealed class References
{
    private readonly JsonObject _root;
    private readonly Dictionary<string, List<string>> _next = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _broken = new(StringComparer.Ordinal);

    public References(JsonObject root)
    {
        _root = root;
        Spread(Targets(root).Distinct(StringComparer.Ordinal).Select(Read).Where(reference => reference is not null));
    }

    /// <summary>A reference that leads nowhere and is reached from a part of the document, or null.</summary>
    public string? FirstBroken(JsonNode? node) =>
        Targets(node).Select(target => _broken.GetValueOrDefault(target)).FirstOrDefault(broken => broken is not null);

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

    /// <summary>The node, or what it refers to, over any number of steps; null when that is nowhere.</summary>
    public static JsonNode? Resolve(JsonObject root, JsonNode? node)
    {
        // A reference that leads back to itself leads nowhere.
        for (var steps = 0; Target(node) is { } reference; steps++)
            node = steps < 32 ? Find(root, reference) : null;
        return node;
    }

    /// <summary>The text of a <c>$ref</c>, or null when the node is none.</summary>
    public static string? Target(JsonNode? node) =>
        node is JsonObject members && members["$ref"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // Gives the reference back when it is broken itself.
    private string? Read(string reference)
    {
        if (Find(_root, reference) is not { } target)
            return reference;
        _next[reference] = [.. Targets(target)];
        return null;
    }

    private void Spread(IEnumerable<string?> broken)
    {
        var found = broken.ToList();
        var previous = _next
            .SelectMany(entry => entry.Value.Select(target => (target, entry.Key)))
            .ToLookup(pair => pair.target, pair => pair.Key, StringComparer.Ordinal);
        foreach (var cause in found)
        {
            var waiting = new Stack<string>([cause!]);
            while (waiting.TryPop(out var reference))
            {
                if (!_broken.TryAdd(reference, cause!))
                    continue;
                foreach (var user in previous[reference])
                    waiting.Push(user);
            }
        }
    }

    private static IEnumerable<string> Targets(JsonNode? node)
    {
        var waiting = new Stack<JsonNode?>([node]);
        while (waiting.TryPop(out var next))
        {
            if (Target(next) is { } reference)
                yield return reference;
            switch (next)
            {
                case JsonObject members:
                    foreach (var (_, value) in members)
                        waiting.Push(value);
                    break;
                case JsonArray list:
                    foreach (var item in list)
                        waiting.Push(item);
                    break;
            }
        }
    }
}
