using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>
/// Says what newer drafts of JSON Schema have words for in the words of older ones, which the validator enforces. All of these are conditions beside the rest of
/// a schema. Pure.
/// </summary>
internal static class SchemaConditions
{
    /// <summary>Keywords that become conditions, or belong to one that does.</summary>
    public static bool IsCondition(string keyword) =>
        keyword is "if" or "then" or "else" or "dependentRequired" or "dependentSchemas" or "dependencies" or "contains" or "minContains";

    /// <summary>The conditions of a schema.</summary>
    /// <param name="schema">As the document has it.</param>
    /// <param name="rewrite">Rewrites a part of it.</param>
    public static IEnumerable<JsonNode> Of(JsonObject schema, Func<JsonNode?, JsonNode?> rewrite)
    {
        foreach (var (keyword, value) in schema)
        {
            switch (keyword)
            {
                case "if" when schema.ContainsKey("then"):
                    yield return Implies(rewrite(value), rewrite(schema["then"]));
                    break;
                case "else" when schema.ContainsKey("if"):
                    yield return Either(rewrite(schema["if"]), rewrite(value));
                    break;
                case "dependentRequired" or "dependentSchemas" or "dependencies":
                    foreach (var (property, needed) in value as JsonObject ?? [])
                        yield return Implies(Has(property), needed is JsonArray names ? Has([.. names.Select(name => name?.ToString() ?? "")]) : rewrite(needed));
                    break;
                case "contains" when schema["minContains"]?.ToString() != "0":
                    yield return Not(new JsonObject { ["type"] = "array", ["items"] = Not(rewrite(value)) });
                    break;
            }
        }
    }

    private static JsonObject Implies(JsonNode? condition, JsonNode? consequence) => Either(Not(condition), consequence);

    private static JsonObject Either(JsonNode? one, JsonNode? other) => new() { ["anyOf"] = new JsonArray(one, other) };

    private static JsonObject Not(JsonNode? schema) => new() { ["not"] = schema };

    private static JsonObject Has(params string[] properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(properties.Distinct(StringComparer.Ordinal).Select(property => KeyValuePair.Create(property, (JsonNode?)new JsonObject()))),
        ["required"] = new JsonArray([.. properties.Select(property => (JsonNode?)property)]),
    };
}
