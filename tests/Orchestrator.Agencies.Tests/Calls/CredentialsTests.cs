using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Tests.Documents;

namespace Orchestrator.Agencies.Tests.Calls;

public sealed class CredentialsTests
{
    private static readonly AgencyDocument Document = Samples.Read("""
        openapi: 3.1.0
        info: { title: Safe, version: '1' }
        paths:
          /a: { get: { operationId: Call, security: [ { inQuery: [], inCookie: [] }, { login: [] }, { token: [] }, { service: [] }, { tls: [] } ], responses: { '200': { description: ok } } } }
          /b: { get: { operationId: Open, responses: { '200': { description: ok } } } }
          /c: { get: { operationId: Header, security: [ { inHeader: [] } ], responses: { '200': { description: ok } } } }
        components:
          securitySchemes:
            inQuery: { type: apiKey, in: query, name: key }
            inCookie: { type: apiKey, in: cookie, name: pass }
            inHeader: { type: apiKey, in: header, name: X-Key }
            login: { type: http, scheme: basic }
            token: { type: http, scheme: bearer }
            service: { type: oauth2, flows: { clientCredentials: { tokenUrl: "https://id.example/token", scopes: {} } } }
            tls: { type: mutualTLS }
        """).Document!;

    [Theory]
    [InlineData("Security:inQuery:Key=a&b;Security:inCookie:Key=c d", "Cookie: pass=c%20d", "key=a%26b")]
    [InlineData("Security:inQuery:Key=a;Security:login:UserName=an;Security:login:Password=secret", "Authorization: Basic YW46c2VjcmV0", "")]
    [InlineData("Security:token:Token=t", "Authorization: Bearer t", "")]
    [InlineData("Token:Url=https://id;Token:ClientId=i;Token:ClientSecret=s", "", "")]
    [InlineData("ClientCertificate:Path=/c.pem", "", "")]
    [InlineData("ApiKey=k", "Cookie: pass=k", "key=k")]
    public void The_first_alternative_that_has_its_secrets_is_used(string settings, string headers, string query)
    {
        var ready = Assert.IsType<Credentials.Ready>(Find("Call", settings));

        Assert.Equal(headers, string.Join(", ", ready.Headers.Select(header => $"{header.Key}: {header.Value}")));
        Assert.Equal(query, string.Join('&', ready.Query));
    }

    [Fact]
    public void A_missing_secret_names_its_key() =>
        Assert.Contains("Agencies:sample:Security:inQuery:Key", Assert.IsType<Credentials.Missing>(Find("Call", "")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Open", "ApiKey=k", "X-Api-Key: k")]
    [InlineData("Open", "ApiKey=k;ApiKeyHeader=X-Mine", "X-Mine: k")]
    [InlineData("Open", "", "")]
    [InlineData("Header", "ApiKey=k;ApiKeyHeader=X-Mine", "X-Key: k")]
    public void A_key_for_the_whole_agency_goes_where_the_document_wants_it(string operation, string settings, string headers) =>
        Assert.Equal(headers, string.Join(", ", Assert.IsType<Credentials.Ready>(Find(operation, settings)).Headers.Select(header => $"{header.Key}: {header.Value}")));

    [Fact]
    public void Secrets_of_the_query_are_added_to_the_address_and_shown_nowhere()
    {
        var ready = Assert.IsType<Credentials.Ready>(Find("Call", "Security:inQuery:Key=hidden;Security:inCookie:Key=hidden"));
        var request = new AgencyRequest(HttpMethod.Get, new Uri("https://a.example/x?y=1"), [], null);

        Assert.Equal("https://a.example/x?y=1&key=hidden", ready.On(request).Address.AbsoluteUri);
        Assert.DoesNotContain("hidden", ready.ToString(), StringComparison.Ordinal);
    }

    private static Credentials Find(string operation, string settings)
    {
        var values = settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return Credentials.Find(Document, Document.Find(operation)!, values.GetValueOrDefault);
    }
}
