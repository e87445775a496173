using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Simulators.Mocks;

/// <summary>Reads the schemas of one JSON document: follows references and puts the parts of <c>allOf</c> together.</summary>
/// <param name="root">The document that references lead into.</param>
internal sealed class SchemaTree(JsonObject root)
{
    /// <summary>References that lead to references further than this are a circle.</summary>
    private const int LongestChain = 32;

    /// <summary>The node itself, or what it refers to; null when that is not there.</summary>
    public JsonNode? Follow(JsonNode? node)
    {
        for (var step = 0; step < LongestChain && References.Target(node) is { } reference; step++)
            node = References.Find(root, reference);
        return References.Target(node) is null ? node : null;
    }

    /// <summary>A schema as one object: reference followed, <c>allOf</c> merged, the first type that is not null.</summary>
    public JsonObject Flat(JsonNode? schema)
    {
        var flat = new JsonObject();
        Merge(schema, flat, 0);
        return flat;
    }

    /// <summary>The type of a flat schema: what it says, else what its keywords speak of; null when it may be anything.</summary>
    public static string? TypeOf(JsonObject schema)
    {
        var named = schema["type"] switch
        {
            JsonArray types => types.Select(type => type?.GetValue<string>()).FirstOrDefault(type => type != "null"),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => null,
        };
        return named
            ?? (schema.ContainsKey("properties") || schema.ContainsKey("additionalProperties") ? "object"
            : schema.ContainsKey("items") ? "array"
            : schema.ContainsKey("pattern") || schema.ContainsKey("format") || schema.ContainsKey("minLength") ? "string"
            : schema.ContainsKey("minimum") || schema.ContainsKey("maximum") ? "number"
            : null);
    }

    /// <summary>The number that a keyword says, or null.</summary>
    public static decimal? NumberOf(JsonObject schema, string keyword) =>
        schema[keyword] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Merge(JsonNode? schema, JsonObject into, int depth)
    {
        if (depth > LongestChain || schema is not JsonObject members)
            return;
        // Beside a reference stand marks and examples of the place, which count more than those of the target.
        foreach (var (name, value) in members.Where(member => member.Key is not ("$ref" or "allOf")))
            Add(name, value, into);
        if (References.Target(members) is not null)
            Merge(Follow(members), into, depth + 1);
        foreach (var part in members["allOf"] as JsonArray ?? [])
            Merge(part, into, depth + 1);
    }

    private static void Add(string name, JsonNode? value, JsonObject into)
    {
        if (name == "properties" && value is JsonObject properties && into[name] is JsonObject known)
        {
            foreach (var (property, schema) in properties.Where(property => !known.ContainsKey(property.Key)))
                known[property] = schema?.DeepClone();
        }
        else if (name == "required" && value is JsonArray required && into[name] is JsonArray already)
        {
            foreach (var property in required.Where(property => !already.Any(other => JsonNode.DeepEquals(other, property))))
                already.Add(property?.DeepClone());
        }
        else if (!into.ContainsKey(name))
        {
            into[name] = value?.DeepClone();
        }
    }
}
