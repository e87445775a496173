using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>Cuts the JSON Schemas of an operation's answers out of the document, as documents of their own.</summary>
internal static class AnswerSchemaReader
{
    private const string Components = "#/components/schemas/";

    public static AnswerSchemas Read(OperationSource source)
    {
        if (source.Node is not { } operation)
            return AnswerSchemas.None;
        var byStatus = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonObject>>();
        foreach (var (status, response) in operation["responses"] as JsonObject ?? [])
        {
            if (Body(response, source.Root) is { } schema)
                byStatus.Add(KeyValuePair.Create(status, schema));
        }

        var callback = (operation["callbacks"] as JsonObject ?? [])
            .Select(entry => Resolve(entry.Value, source.Root) as JsonObject)
            .SelectMany(entry => entry ?? [])
            .Select(item => Body(item.Value?["post"]?["requestBody"], source.Root))
            .FirstOrDefault(schema => schema is not null);
        return new AnswerSchemas(byStatus.ToImmutable(), callback);
    }

    private static JsonObject? Body(JsonNode? part, JsonObject root)
    {
        var content = Resolve(part, root)?["content"] as JsonObject;
        return content?.FirstOrDefault(media => InputReader.IsJson(media.Key)).Value?["schema"] is JsonObject schema ? Standalone(schema, root) : null;
    }

    private static JsonNode? Resolve(JsonNode? node, JsonObject root) =>
        References.Target(node) is { } reference ? References.Find(root, reference) : node;

    internal static JsonObject Standalone(JsonObject schema, JsonObject root)
    {
        var definitions = new JsonObject();
        var waiting = new Queue<string>();
        var result = (JsonObject)Rewrite(schema, waiting)!;
        while (waiting.TryDequeue(out var name))
        {
            if (!definitions.ContainsKey(name))
                definitions[name] = Rewrite(root["components"]?["schemas"]?[name], waiting);
        }

        // A reference at the top leaves no room beside it in older drafts.
        if (definitions.Count == 0)
            return result;
        return new JsonObject { ["allOf"] = new JsonArray(result), ["definitions"] = definitions };
    }

    // The validator speaks the older drafts: what OpenAPI 3.0 and JSON Schema 2020-12 write differently is written their way.
    private static JsonNode? Rewrite(JsonNode? node, Queue<string> waiting)
    {
        if (node is JsonArray list)
            return new JsonArray([.. list.Select(item => Rewrite(item, waiting))]);
        if (node is not JsonObject members)
            return node?.DeepClone();
        if (References.Target(members) is { } reference && reference.StartsWith(Components, StringComparison.Ordinal))
        {
            var name = reference[Components.Length..];
            waiting.Enqueue(name);
            return new JsonObject { ["$ref"] = "#/definitions/" + name };
        }

        var result = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (name is "example" or "examples" or "default" || name.StartsWith("x-", StringComparison.Ordinal) || (name == "nullable" && value?.GetValueKind() is JsonValueKind.True))
                continue;
            if (name == "const")
                result["enum"] = new JsonArray(value?.DeepClone());
            else
                result[name] = name is "enum" or "required" ? value?.DeepClone() : Rewrite(value, waiting);
        }

        if (members["nullable"] is JsonValue nullable && nullable.GetValueKind() == JsonValueKind.True && result["type"] is JsonValue type)
            result["type"] = new JsonArray(type.DeepClone(), "null");
        return result;
    }
}
