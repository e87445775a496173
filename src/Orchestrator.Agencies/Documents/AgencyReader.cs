using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads what a document says of the agency as a whole.</summary>
internal static class AgencyReader
{
    /// <exception cref="DocumentFormatException">It can't be used.</exception>
    public static AgencyDocument Read(OpenApiDocument openApi, JsonObject root, string folder)
    {
        var agency = Extensions.Get(openApi.Info?.Extensions, "x-agency", "$.info");
        if (!agency.IsMissing)
            agency.Only("code", "name", "version", "retired");
        var code = agency.IsMissing || agency["code"].IsMissing ? folder : agency["code"].Text();
        if (PascalName.Of(code) is not [>= 'A' and <= 'Z', ..])
            throw agency.Fault($"Expected an agency code that begins with a letter, such as public-security, but found '{code}'; set x-agency.code.");
        var title = openApi.Info?.Title ?? code;
        var limits = Extensions.Get(openApi.Extensions, "x-limits", "$");
        int? stated = agency.IsMissing || agency["version"].IsMissing ? null : agency["version"].PositiveInteger();
        return new AgencyDocument
        {
            Code = code,
            Name = agency.IsMissing ? new LocalizedText(title, title) : Extensions.Localized(agency["name"], title),
            StatedVersion = stated,
            Version = stated ?? 1,
            IsRetired = !agency.IsMissing && !agency["retired"].IsMissing && agency["retired"].Flag(),
            Servers = [.. Servers(new ExtensionNode(root["servers"], "$.servers"))],
            Limits = limits.IsMissing ? CallLimits.Default : Extensions.Limits(limits),
        };
    }

    private static IEnumerable<AgencyServer> Servers(ExtensionNode servers)
    {
        if (servers.IsMissing)
            yield break;
        foreach (var node in servers.Items())
        {
            // A server without a host is where the document was found: for us, nowhere.
            if (node["url"].Text() is var url && url.StartsWith('/'))
                continue;
            ImmutableArray<ServerVariable> variables = node["variables"].IsMissing ? [] : [.. node["variables"].Members().Select(Variable)];
            var server = new AgencyServer(url, node["x-environment"].IsMissing ? null : node["x-environment"].Text(), variables);
            yield return server.Address(_ => null) is not null ? server : throw node["url"].Fault(
                $"Expected an http or https address, but found '{url}'; correct it or leave servers out and set Agencies:<code>:BaseUrl.");
        }
    }

    private static ServerVariable Variable(KeyValuePair<string, ExtensionNode> member) => new(
        member.Key,
        member.Value["default"].Node?.ToString() ?? throw member.Value["default"].Wrong("a value"),
        member.Value["enum"].IsMissing ? [] : [.. member.Value["enum"].Items().Select(item => item.Node?.ToString() ?? "")]);
}
