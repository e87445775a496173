using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads how an operation's calls prove who makes them.</summary>
internal static class SecurityReader
{
    /// <exception cref="DocumentFormatException">None of the alternatives can be met from here.</exception>
    public static ImmutableArray<SecurityAlternative> Read(OperationSource source)
    {
        var own = source.Node?["security"] is JsonArray;
        var requirements = own
            ? new ExtensionNode(source.Node!["security"], source.Path + ".security")
            : new ExtensionNode(source.Root["security"], "$.security");
        if (requirements.IsMissing)
            return [];
        var alternatives = ImmutableArray.CreateBuilder<SecurityAlternative>();
        DocumentFormatException? problem = null;
        foreach (var requirement in requirements.Items())
        {
            try
            {
                alternatives.Add(new SecurityAlternative([.. requirement.Members().Select(member => Scheme(source, member.Key, member.Value))]));
            }
            catch (DocumentFormatException one)
            {
                problem ??= one;
            }
        }

        return alternatives.Count > 0 || problem is null ? alternatives.ToImmutable() : throw problem;
    }

    private static SecurityScheme Scheme(OperationSource source, string name, ExtensionNode scopes)
    {
        var path = $"$.components.securitySchemes{ExtensionNode.Segment(name)}";
        var node = new ExtensionNode(References.Resolve(source.Root, source.Root["components"]?["securitySchemes"]?[name]), path);
        if (node.IsMissing)
            throw scopes.Fault($"Expected a security scheme of the document, but '{name}' is none; declare it in components.securitySchemes.");
        return (node["type"].Text(), node["scheme"].IsMissing ? "" : node["scheme"].Text().ToUpperInvariant()) switch
        {
            ("apiKey", _) => new SecurityScheme.ApiKey(name, Place(node["in"]), node["name"].Text()),
            ("http", "BEARER") => new SecurityScheme.Bearer(name),
            ("http", "BASIC") => new SecurityScheme.Basic(name),
            ("oauth2", _) when !node["flows"].IsMissing && node["flows"]["clientCredentials"] is { IsMissing: false } flow =>
                new SecurityScheme.ClientCredentials(name, flow["tokenUrl"].Text(), [.. scopes.Items().Select(scope => scope.Text())]),
            ("mutualTLS", _) => new SecurityScheme.MutualTls(name),
            var (type, _) => throw node.Fault($"Expected apiKey, http bearer, http basic, oauth2 with clientCredentials or mutualTLS, but found {type}; agree on one of these with the agency."),
        };
    }

    private static PlaceKind Place(ExtensionNode node) => node.Text() switch
    {
        "header" => PlaceKind.Header,
        "query" => PlaceKind.Query,
        "cookie" => PlaceKind.Cookie,
        _ => throw node.Wrong("one of header, query, cookie"),
    };
}
