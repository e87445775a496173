using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Orchestrator.Agencies.Documents;

/// <summary>A document while it is read.</summary>
/// <param name="Root">Its JSON, parts of other files included.</param>
/// <param name="References">Its references.</param>
/// <param name="Schemas">Its schemas.</param>
/// <param name="Problems">What is wrong with references to other files.</param>
internal sealed record DocumentSource(JsonObject Root, References References, SchemaLibrary Schemas, IReadOnlyDictionary<string, string> Problems);

/// <summary>One operation as the document has it, with everything its reading needs.</summary>
internal sealed record OperationSource(
    DocumentSource Document, string PathTemplate, HttpMethod Method, IOpenApiPathItem Item, OpenApiOperation Operation, CallLimits Limits)
{
    public JsonObject Root => Document.Root;

    public string Path { get; } = PathOf(PathTemplate, Method);

    /// <summary>The name for messages, also of an operation without an id.</summary>
    public string Name => Operation.OperationId ?? $"{Method} {PathTemplate}";

    /// <summary>The operation's own JSON, or null when it is nowhere.</summary>
    public JsonObject? Node => ItemNode?[Method.Method.ToLowerInvariant()] as JsonObject;

    /// <summary>The JSON of its path.</summary>
    public JsonObject? ItemNode => References.Resolve(Root, Root["paths"]?[PathTemplate]) as JsonObject;

    public ExtensionNode Extension(string name) => Extensions.Get(Operation.Extensions, name, Path);

    /// <summary>A schema of the operation, ready to hold values against.</summary>
    /// <exception cref="DocumentFormatException">It asks for something that would not be enforced.</exception>
    public ValueSchema Schema(JsonObject schema, bool isRequest) => Document.Schemas.Unenforced(schema) is { } place
        ? throw new DocumentFormatException(
            "schema-keyword", place.Path, $"Expected keywords of JSON Schema that are enforced here, but found {place.Keyword}, which would be passed over; say the same in other words, or take it out when the agency checks it.")
        : Document.Schemas.Of(schema, isRequest);

    public DocumentFormatException NotMapped(string message) => new("operation-not-mapped", Path, message);

    public static string PathOf(string template, HttpMethod method) =>
        $"$.paths{ExtensionNode.Segment(template)}.{method.Method.ToLowerInvariant()}";
}
