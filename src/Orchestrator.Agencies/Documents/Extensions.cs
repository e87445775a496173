using System.Collections.Immutable;
using Microsoft.OpenApi;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads the extensions that several parts of a document share.</summary>
internal static class Extensions
{
    public static ExtensionNode Get(IDictionary<string, IOpenApiExtension>? extensions, string name, string path) => new(
        extensions is not null && extensions.TryGetValue(name, out var extension) ? (extension as JsonNodeExtension)?.Node : null,
        path + ExtensionNode.Segment(name));

    /// <summary><c>{vi, en}</c>; one of them, or nothing at all, stands in for the other.</summary>
    public static LocalizedText Localized(ExtensionNode node, string fallback)
    {
        if (node.IsMissing)
            return new LocalizedText(fallback, fallback);
        node.Only("vi", "en");
        var en = node["en"].IsMissing ? fallback : node["en"].Text();
        return new LocalizedText(node["vi"].IsMissing ? en : node["vi"].Text(), en);
    }

    public static CallLimits Limits(ExtensionNode node)
    {
        node.Only("timeout", "requestsPerSecond", "concurrency");
        var standard = CallLimits.Default;
        return new CallLimits(
            node["timeout"].IsMissing ? standard.Timeout : node["timeout"].Duration(),
            node["requestsPerSecond"].IsMissing ? standard.RequestsPerSecond : node["requestsPerSecond"].PositiveNumber(),
            node["concurrency"].IsMissing ? standard.Concurrency : node["concurrency"].PositiveInteger());
    }

    /// <summary><c>{header: …}</c>, <c>{query: …}</c> or <c>{field: …}</c>.</summary>
    public static ValuePlace Place(ExtensionNode node)
    {
        node.Only("header", "query", "field");
        ImmutableArray<ValuePlace> places =
        [
            .. node.Members().Select(member => new ValuePlace(
                member.Key switch { "header" => PlaceKind.Header, "query" => PlaceKind.Query, _ => PlaceKind.Body }, member.Value.Text())),
        ];
        return places is [var place] ? place : throw node.Wrong("exactly one of header, query, field");
    }
}
