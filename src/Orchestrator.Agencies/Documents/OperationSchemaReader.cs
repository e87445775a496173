using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>Finds the schemas of an operation's request, answers and callback.</summary>
internal static class OperationSchemaReader
{
    public static OperationSchemas Read(OperationSource source, RequestBodyRule? body)
    {
        if (source.Node is not { } operation)
            return OperationSchemas.None;
        var byStatus = ImmutableArray.CreateBuilder<KeyValuePair<string, ValueSchema>>();
        foreach (var (status, response) in operation["responses"] as JsonObject ?? [])
        {
            if (Json(response, source) is { } schema)
                byStatus.Add(KeyValuePair.Create(status, schema));
        }

        var callback = Callbacks(source).Select(body => Json(body, source)).FirstOrDefault(schema => schema is not null);
        return new OperationSchemas(Request(operation, source, body), byStatus.ToImmutable(), callback);
    }

    /// <summary>The bodies of its callbacks.</summary>
    public static IReadOnlyList<JsonNode?> Callbacks(OperationSource source) =>
    [
        .. (source.Node?["callbacks"] as JsonObject ?? [])
            .Select(entry => References.Resolve(source.Root, entry.Value) as JsonObject)
            .SelectMany(entry => entry ?? [])
            .Select(item => item.Value?["post"]?["requestBody"]),
    ];

    /// <summary>The schema of an answer that is of one media type, as the document writes it.</summary>
    public static ValueSchema? Of(OperationSource source, IEnumerable<JsonNode?> parts, string mediaType) =>
        parts.Select(part => (References.Resolve(source.Root, part)?["content"] as JsonObject)?[mediaType]?["schema"]).OfType<JsonObject>().FirstOrDefault() is { } schema
            ? source.Schema(schema, isRequest: false) : null;

    private static ValueSchema? Request(JsonObject operation, OperationSource source, RequestBodyRule? body) =>
        body is { Format: BodyFormat.Json or BodyFormat.Form or BodyFormat.Multipart }
        && (References.Resolve(source.Root, operation["requestBody"])?["content"] as JsonObject)?[body.MediaType]?["schema"] is JsonObject schema
            ? source.Schema(schema, isRequest: true) : null;

    private static ValueSchema? Json(JsonNode? part, OperationSource source)
    {
        var content = References.Resolve(source.Root, part)?["content"] as JsonObject;
        return content?.FirstOrDefault(media => BodyReader.IsJson(media.Key)).Value?["schema"] is JsonObject schema
            ? source.Schema(schema, isRequest: false) : null;
    }
}
