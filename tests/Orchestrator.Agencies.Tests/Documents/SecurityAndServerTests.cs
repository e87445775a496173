using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Tests.Documents;

public sealed class SecurityAndServerTests
{
    private const string Safe = """
        openapi: 3.1.0
        info: { title: Safe, version: '1' }
        servers:
          - { url: "https://{office}.example/api", variables: { office: { default: hn, enum: [hn, hcm] } } }
          - { url: "https://test.example/api", x-environment: test }
          - { url: "/relative" }
        security: [ { token: [] } ]
        paths:
          /a: { get: { operationId: Inherits, responses: { '200': { description: ok } } } }
          /b: { get: { operationId: Both, security: [ { key: [], tls: [] }, { basic: [] } ], responses: { '200': { description: ok } } } }
          /c: { get: { operationId: Service, security: [ { oauth: [read, write] } ], responses: { '200': { description: ok } } } }
          /d: { get: { operationId: Open, security: [], responses: { '200': { description: ok } } } }
        components:
          securitySchemes:
            token: { type: http, scheme: bearer }
            key: { type: apiKey, in: query, name: api_key }
            tls: { type: mutualTLS }
            basic: { type: http, scheme: basic }
            person: { type: openIdConnect, openIdConnectUrl: "https://id.example" }
            oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: "https://id.example/token", scopes: { read: r, write: w } } } }
        """;

    private static AgencyDocument Document => Samples.Read(Safe).Document!;

    [Fact]
    public void Schemes_are_read_from_the_operation_else_from_the_document()
    {
        Assert.Empty(Samples.Read(Safe).Faults);
        Assert.Equal([new SecurityScheme.Bearer("token")], Assert.Single(Document.Find("Inherits")!.Security).Schemes);
        Assert.Empty(Document.Find("Open")!.Security);
        var both = Document.Find("Both")!.Security;
        Assert.Equal([new SecurityScheme.ApiKey("key", PlaceKind.Query, "api_key"), new SecurityScheme.MutualTls("tls")], both[0].Schemes);
        Assert.Equal([new SecurityScheme.Basic("basic")], both[1].Schemes);
        var service = Assert.IsType<SecurityScheme.ClientCredentials>(Document.Find("Service")!.Security.Single().Schemes.Single());
        Assert.Equal(("https://id.example/token", "read write"), (service.TokenUrl, string.Join(' ', service.Scopes)));
    }

    [Theory]
    [InlineData("{ oauth: [read, write] }", "{ person: [] }", "$.components.securitySchemes.person", "openIdConnect")]
    [InlineData("{ oauth: [read, write] }", "{ nothing: [] }", "$.paths['/c'].get.security[0].nothing", "'nothing'")]
    public void A_scheme_that_cannot_be_met_leaves_out_its_operation(string part, string replacement, string path, string message)
    {
        var fault = Assert.Single(Samples.Read(Safe.Replace(part, replacement, StringComparison.Ordinal)).Faults);

        Assert.Equal((path, "Service"), (fault.Path, fault.OperationId));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_alternative_that_can_be_met_is_enough() =>
        Assert.Empty(Samples.Read(Safe.Replace("{ oauth: [read, write] }", "{ person: [] }, { token: [] }", StringComparison.Ordinal)).Faults);

    [Theory]
    [InlineData(null, null, "https://hn.example/api")]
    [InlineData(null, "hcm", "https://hcm.example/api")]
    [InlineData("test", null, "https://test.example/api")]
    [InlineData("TEST", null, "https://test.example/api")]
    [InlineData("production", null, "https://hn.example/api")]
    [InlineData(null, "evil.org/", null)]
    public void The_environment_and_its_variables_choose_the_server(string? environment, string? office, string? expected) =>
        Assert.Equal(expected, Document.ServerFor(environment, _ => office)?.AbsoluteUri);

    [Fact]
    public void An_operation_with_servers_of_its_own_is_not_called_elsewhere_in_silence()
    {
        var reading = Samples.Read(Safe.Replace("get: { operationId: Open", "servers: [ { url: \"https://x.example\" } ], get: { operationId: Open", StringComparison.Ordinal));

        Assert.Equal("Open", Assert.Single(reading.Faults).OperationId);
    }
}
