using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>
/// Finds keywords of JSON Schema that neither the validator nor <see cref="SchemaRewriter"/> enforces: a check that silently leaves something out is worse than
/// none. Each referenced schema is looked at once for the whole document.
/// </summary>
internal sealed class SchemaKeywords(JsonObject root)
{
    private readonly Dictionary<string, KeywordPlace?> _known = new(StringComparer.Ordinal);

    /// <summary>The first such keyword in a schema or in one that it refers to, or null.</summary>
    public KeywordPlace? FirstUnenforced(JsonNode? schema)
    {
        if (schema is not JsonObject members)
            return null;
        if (References.Target(members) is { } reference && Referenced(reference) is { } found)
            return found;
        foreach (var (keyword, value) in members)
        {
            if (IsUnenforced(members, keyword, value))
                return new KeywordPlace($"{members.GetPath()}.{keyword}", keyword);
            if (Parts(keyword, value).Select(FirstUnenforced).FirstOrDefault(place => place is not null) is { } inner)
                return inner;
        }

        return null;
    }

    private KeywordPlace? Referenced(string reference)
    {
        if (_known.TryGetValue(reference, out var known))
            return known;

        // A schema that leads back to itself is looked at already.
        _known[reference] = null;
        return _known[reference] = FirstUnenforced(References.Find(root, reference));
    }

    private static bool IsUnenforced(JsonObject schema, string keyword, JsonNode? value) => keyword switch
    {
        "$dynamicRef" or "$recursiveRef" or "maxContains" => true,
        "propertyNames" => !TakesAll(value),
        "minContains" => value?.ToString() is not ("0" or "1"),
        "unevaluatedProperties" or "unevaluatedItems" => !TakesAll(value) && IsComposed(schema),
        _ => false,
    };

    private static bool TakesAll(JsonNode? value) => value is JsonObject { Count: 0 } || value?.GetValueKind() == JsonValueKind.True;

    // Parts may have looked at a property already; which ones is known only with the value.
    private static bool IsComposed(JsonObject schema) =>
        schema.Any(member => member.Key is "$ref" or "allOf" or "anyOf" or "oneOf" or "not" or "if" or "dependentSchemas" or "contains");

    private static IEnumerable<JsonNode?> Parts(string keyword, JsonNode? value) => (keyword, value) switch
    {
        ("properties" or "patternProperties" or "dependentSchemas" or "dependencies", JsonObject members) => members.Select(member => member.Value),
        ("allOf" or "anyOf" or "oneOf" or "prefixItems", JsonArray list) => list,
        ("items" or "additionalItems" or "additionalProperties" or "not" or "if" or "then" or "else" or "contains" or "unevaluatedProperties" or "unevaluatedItems", JsonObject part) => [part],
        _ => [],
    };
}

/// <summary>Where a keyword stands.</summary>
/// <param name="Path">JSON path in the document.</param>
/// <param name="Keyword">The keyword.</param>
internal sealed record KeywordPlace(string Path, string Keyword);
