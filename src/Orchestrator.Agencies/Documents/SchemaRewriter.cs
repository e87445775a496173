using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>
/// Writes a schema of OpenAPI 3.0 or 3.1 the way the validator understands it, which speaks the older drafts of JSON Schema.
/// </summary>
/// <param name="isRequest">True for values that are sent: what is read-only is not required there; else what is write-only is not.</param>
/// <param name="hasSiblings">True for 3.1, where what stands beside a <c>$ref</c> counts as well.</param>
internal sealed class SchemaRewriter(bool isRequest, bool hasSiblings = false)
{
    /// <summary>References whose targets the rewritten schemas need as definitions.</summary>
    public Queue<string> Waiting { get; } = new();

    /// <summary>Name of a definition for what a reference leads to.</summary>
    public static string NameOf(string reference) =>
        string.Join('.', reference.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ("#" or "components" or "schemas")));

    public JsonNode? Rewrite(JsonNode? node)
    {
        if (node is JsonArray list)
            return new JsonArray([.. list.Select(Rewrite)]);
        if (node is not JsonObject members)
            return node?.DeepClone();
        var reference = References.Target(members);
        if (reference is not null && (!hasSiblings || members.Count == 1))
            return Reference(reference);

        var result = new JsonObject();
        foreach (var (name, value) in members)
            Add(result, members, name, value);
        result = Discriminated(members, result);
        JsonNode[] besides = [.. SchemaConditions.Of(members, Schema), .. reference is null ? [] : new[] { Reference(reference) }];
        if (besides.Length > 0)
            result["allOf"] = new JsonArray([.. (result["allOf"] as JsonArray ?? []).Select(part => part?.DeepClone()), .. besides]);
        return Nullable(members, Together(result));
    }

    // The validator takes a schema with one reference in allOf, oneOf or anyOf for the reference itself, and passes over what else it says.
    private static JsonObject Together(JsonObject schema)
    {
        foreach (var keyword in (string[])["oneOf", "anyOf"])
        {
            if (schema.Count == 1 || schema[keyword] is not JsonArray { Count: 1 } only)
                continue;
            schema.Remove(keyword);
            schema["allOf"] = new JsonArray([.. (schema["allOf"] as JsonArray ?? []).Concat(only).Select(part => part?.DeepClone())]);
        }

        if (schema.Count > 1 && schema["allOf"] is JsonArray { Count: 1 } parts)
            parts.Add(new JsonObject());
        return schema;
    }

    // Newer drafts have schemas that are no objects: true takes everything, false nothing.
    private JsonNode? Schema(JsonNode? node) => node?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => new JsonObject(),
        System.Text.Json.JsonValueKind.False => new JsonObject { ["not"] = new JsonObject() },
        _ => Rewrite(node),
    };

    private JsonObject Reference(string reference)
    {
        Waiting.Enqueue(reference);
        return new JsonObject { ["$ref"] = "#/definitions/" + NameOf(reference) };
    }

    private void Add(JsonObject result, JsonObject members, string name, JsonNode? value)
    {
        switch (name)
        {
            case "example" or "examples" or "default" or "nullable" or "discriminator" or "xml" or "externalDocs" or "readOnly" or "writeOnly" or "title" or "description" or "deprecated":
            case "$ref" or "$schema" or "$id" or "$anchor" or "$comment" or "$defs" or "definitions" or "contentMediaType" or "contentEncoding" or "contentSchema":
            case not null when name.StartsWith("x-", StringComparison.Ordinal) || SchemaConditions.IsCondition(name):
                break;
            case "unevaluatedProperties":
                Rest(result, members, "additionalProperties", value);
                break;
            case "unevaluatedItems":
                Rest(result, members, members.ContainsKey("prefixItems") ? "additionalItems" : "items", value);
                break;
            case "allOf" or "anyOf" or "oneOf" when value is JsonArray parts:
                result[name] = new JsonArray([.. parts.Select(Schema)]);
                break;
            case "patternProperties" when value is JsonObject patterns:
                result[name] = new JsonObject(patterns.Select(pattern => KeyValuePair.Create(pattern.Key, Schema(pattern.Value))));
                break;
            case "not":
                result[name] = Schema(value);
                break;
            case "const":
                result["enum"] = new JsonArray(value?.DeepClone());
                break;
            case "properties" when value is JsonObject properties:
                result[name] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, IsFile(property.Value) || (!isRequest && IsContent(property.Value)) ? new JsonObject() : Schema(property.Value))));
                break;
            case "required" when value is JsonArray required:
                if (required.Where(item => !IsOneWay(members, item?.ToString())).Select(item => item?.DeepClone()).ToArray() is { Length: > 0 } left)
                    result[name] = new JsonArray(left);
                break;
            case "prefixItems" when value is JsonArray first:
                result["items"] = new JsonArray([.. first.Select(Schema)]);
                break;
            case "items" when members.ContainsKey("prefixItems"):
                result["additionalItems"] = Rewrite(value);
                break;
            case "items":
                result[name] = Schema(value);
                break;
            case "enum":
                result[name] = value?.DeepClone();
                break;
            default:
                result[name!] = Rewrite(value);
                break;
        }
    }

    // Without parts that could have looked at a property or an item, what is left over is what no keyword beside this one names.
    private void Rest(JsonObject result, JsonObject members, string keyword, JsonNode? value)
    {
        if (!members.ContainsKey(keyword) && !(keyword == "additionalItems" && members.ContainsKey("items")))
            result[keyword] = keyword == "items" ? Schema(value) : Rewrite(value);
    }

    // A file is sent beside the JSON; in it stands a reference to the stored attachment.
    private static bool IsFile(JsonNode? schema) =>
        schema is JsonObject members && (members["format"]?.ToString() == "binary" || (members["contentMediaType"] is not null && members["contentEncoding"] is null) || IsFile(members["items"]));

    // The content of a file that an answer carries; by the time it is checked a reference stands there.
    private static bool IsContent(JsonNode? schema) =>
        schema is JsonObject members && (members["format"]?.ToString() == "attachment" || members.ContainsKey("x-attachment") || IsContent(members["items"]));

    private bool IsOneWay(JsonObject schema, string? property) =>
        schema["properties"]?[property ?? ""]?[isRequest ? "readOnly" : "writeOnly"]?.GetValueKind() == JsonValueKind.True;

    // Version 3.0 has no type null; beside a type it stands as a second one, elsewhere as a choice.
    private static JsonObject Nullable(JsonObject schema, JsonObject result)
    {
        if (schema["nullable"]?.GetValueKind() != JsonValueKind.True)
            return result;
        if (result["enum"] is JsonArray choices && !choices.Any(choice => choice is null))
            choices.Add(null);
        if (result["type"] is JsonValue type)
        {
            result["type"] = new JsonArray(type.DeepClone(), "null");
            return result;
        }

        return new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, result) };
    }

    // The discriminator says which of the choices counts, also when a value would meet another one as well.
    private static JsonObject Discriminated(JsonObject schema, JsonObject result)
    {
        var (name, choices) = result["oneOf"] is JsonArray one ? ("oneOf", one) : ("anyOf", result["anyOf"] as JsonArray);
        if (schema["discriminator"]?["propertyName"]?.ToString() is not { Length: > 0 } property || choices is null || schema[name] is not JsonArray original)
            return result;
        var values = schema["discriminator"]!["mapping"] as JsonObject ?? [];
        var named = new JsonArray();
        for (var index = 0; index < choices.Count; index++)
        {
            if (References.Target(original[index]) is not { } reference)
                return result;
            var words = values.Where(entry => entry.Value?.ToString() is { } target && (target == reference || reference.EndsWith("/" + target, StringComparison.Ordinal)))
                .Select(entry => (JsonNode?)entry.Key).DefaultIfEmpty(reference[(reference.LastIndexOf('/') + 1)..]).ToArray();
            var mark = new JsonObject
            {
                ["required"] = new JsonArray(property),
                ["properties"] = new JsonObject { [property] = new JsonObject { ["enum"] = new JsonArray(words) } },
            };
            named.Add(new JsonObject { ["allOf"] = new JsonArray(choices[index]!.DeepClone(), mark) });
        }

        result.Remove(name);
        result["anyOf"] = named;
        return result;
    }
}
