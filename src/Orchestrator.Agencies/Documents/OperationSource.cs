using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Orchestrator.Agencies.Documents;

/// <summary>One operation as the document has it, with everything its reading needs.</summary>
internal sealed record OperationSource(
    JsonObject Root, string PathTemplate, HttpMethod Method, IOpenApiPathItem Item, OpenApiOperation Operation, CallLimits Limits)
{
    public string Path { get; } = PathOf(PathTemplate, Method);

    /// <summary>The name for messages, also of an operation without an id.</summary>
    public string Name => Operation.OperationId ?? $"{Method} {PathTemplate}";

    /// <summary>The operation's own JSON, or null when the path item is somewhere else.</summary>
    public JsonObject? Node => Root["paths"]?[PathTemplate]?[Method.Method.ToLowerInvariant()] as JsonObject;

    public ExtensionNode Extension(string name) => Extensions.Get(Operation.Extensions, name, Path);

    public DocumentFormatException NotMapped(string message) => new("operation-not-mapped", Path, message);

    public static string PathOf(string template, HttpMethod method) =>
        $"$.paths{ExtensionNode.Segment(template)}.{method.Method.ToLowerInvariant()}";
}
