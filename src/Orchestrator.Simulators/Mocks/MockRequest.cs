using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Simulators.Mocks;

/// <summary>A request as it came.</summary>
/// <param name="Path">Values of path parameters.</param>
/// <param name="Query">Query parameters.</param>
/// <param name="Headers">Headers.</param>
/// <param name="Cookies">Cookies.</param>
/// <param name="Body">The body as JSON, or null for none: a form by its fields, a text as a text, of a file what stays of it.</param>
internal sealed record MockRequest(
    IReadOnlyDictionary<string, string> Path, IQueryCollection Query, IHeaderDictionary Headers, IRequestCookieCollection Cookies, JsonNode? Body)
{
    /// <summary>What the document says of a body of this kind, or null when there is no body.</summary>
    public MockBody? Declared { get; init; }

    /// <summary>A parameter by its place and name, or null.</summary>
    public string? Parameter(string place, string name) => place switch
    {
        "path" => Path.GetValueOrDefault(name),
        "query" => Query.TryGetValue(name, out var values) ? string.Join(',', values.ToArray()) : null,
        "header" => Headers.TryGetValue(name, out var headers) ? headers.ToString() : null,
        "cookie" => Cookies[name],
        _ => null,
    };

    /// <summary>What stands at a place, or null.</summary>
    public string? At(ValuePlace? place) => place?.Kind switch
    {
        PlaceKind.Header => Text(Parameter("header", place.Name)),
        PlaceKind.Query => Text(Parameter("query", place.Name)),
        PlaceKind.Path => Text(Parameter("path", place.Name)),
        PlaceKind.Body => Body is JsonObject members && members[place.Name] is JsonValue value && value.TryGetValue<string>(out var text) ? Text(text) : null,
        _ => null,
    };

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
