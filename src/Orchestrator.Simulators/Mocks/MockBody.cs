using System.Globalization;
using System.Text.Json.Nodes;
using NJsonSchema;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Simulators.Mocks;

/// <summary>A kind of request body that a document declares: reads what came as one JSON value, typed as the schema says.</summary>
internal sealed class MockBody
{
    private readonly JsonObject? _schema;
    private readonly SchemaTree _schemas;

    private MockBody(string mediaType, JsonObject? schema, MockDocument document)
    {
        (MediaType, _schema, _schemas) = (mediaType, schema, document.Schemas);
        if (schema is not null && Kind != MockBodyKind.File)
            Schema = RequestCheck.Prepare(schema, document);
    }

    /// <summary>As the document writes it.</summary>
    public string MediaType { get; }

    /// <summary>What the body must meet, or null.</summary>
    public Lazy<JsonSchema>? Schema { get; }

    /// <summary>How it is read.</summary>
    public MockBodyKind Kind => Plain(MediaType) switch
    {
        var type when BodyReader.IsJson(type) => MockBodyKind.Json,
        "multipart/form-data" or "application/x-www-form-urlencoded" => MockBodyKind.Form,
        var type when type.StartsWith("text/", StringComparison.Ordinal) => MockBodyKind.Text,
        _ => MockBodyKind.File,
    };

    /// <summary>The kinds that an operation declares.</summary>
    public static IReadOnlyList<MockBody> Of(MockDocument document, MockOperation operation) =>
        [.. ((document.Schemas.Follow(operation.Node["requestBody"]) as JsonObject)?["content"] as JsonObject ?? [])
            .Select(media => new MockBody(media.Key, (document.Schemas.Follow(media.Value) as JsonObject)?["schema"] as JsonObject, document))];

    /// <summary>True for a body of this <c>Content-Type</c>.</summary>
    public bool Takes(string? contentType)
    {
        var (declared, sent) = (Plain(MediaType), Plain(contentType ?? ""));
        return declared == sent || declared == "*/*" || (declared.EndsWith("/*", StringComparison.Ordinal) && sent.StartsWith(declared[..^1], StringComparison.Ordinal))
            || (Kind == MockBodyKind.Json && BodyReader.IsJson(sent));
    }

    /// <summary>Fields of a form, which are all texts on the wire, as the values that the schema speaks of.</summary>
    public JsonObject Typed(JsonObject fields)
    {
        var properties = _schemas.Flat(_schema)["properties"] as JsonObject ?? [];
        return new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Typed(field.Value?.DeepClone(), _schemas.Flat(properties[field.Key])))));
    }

    private JsonNode? Typed(JsonNode? value, JsonObject schema) => (SchemaTree.TypeOf(schema), value) switch
    {
        ("array", JsonArray list) => new JsonArray([.. list.Select(item => Typed(item?.DeepClone(), _schemas.Flat(schema["items"])))]),
        ("array", not null) => new JsonArray(Typed(value, _schemas.Flat(schema["items"]))),
        ("integer" or "number", JsonValue text) when decimal.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        ("boolean", JsonValue text) when bool.TryParse(text.ToString(), out var flag) => JsonValue.Create(flag),
        _ => value,
    };

    private static string Plain(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant();
}

/// <summary>How a body is read.</summary>
internal enum MockBodyKind
{
    /// <summary>As it is.</summary>
    Json,

    /// <summary>By its fields; of files name, type, size and hash.</summary>
    Form,

    /// <summary>As one text.</summary>
    Text,

    /// <summary>As one file, of which its hash stays.</summary>
    File,
}
