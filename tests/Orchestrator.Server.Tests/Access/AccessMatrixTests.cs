using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Access;

[Collection(SharedServerCollection.Name)]
public sealed partial class AccessMatrixTests(SharedServer shared)
{
    private readonly TestServer server = shared.Server;

    [Fact]
    public void The_table_names_every_endpoint_of_the_API_and_no_other() =>
        Assert.Equal(AccessTable.Roles.Keys.Concat(AccessTable.Open.Where(IsApi)).Order(StringComparer.Ordinal), Endpoints().Where(IsApi).Order(StringComparer.Ordinal));

    [Fact]
    public void Only_what_the_table_opens_is_open_to_anyone()
    {
        string[] documented = ["/", "/sign-in", "/sign-in/key", "/health/live", "/health/ready", "/openapi/{documentName}.json", "/api/v1/callbacks/{token}", "/workflows/{**path}"];
        var open = Routes()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null && !IsAsset(Path(route)))
            .Select(Path).Distinct();

        Assert.Empty(open.Except(documented));
    }

    [Fact]
    public async Task Every_role_is_let_through_exactly_where_the_table_says_so()
    {
        var wrong = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = await server.ClientAsync(role);
            foreach (var (endpoint, roles) in AccessTable.Roles)
            {
                using var answer = await CallAsync(client, endpoint);
                var isForbidden = answer.StatusCode == HttpStatusCode.Forbidden && (IsHead(endpoint) || (await answer.JsonAsync()).GetProperty("code").GetString() == "forbidden");
                if (isForbidden == roles.Contains(role))
                    wrong.Add($"{role}: {endpoint} → {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Without_a_key_everything_in_the_table_is_refused()
    {
        using var client = server.Anonymous();
        foreach (var endpoint in AccessTable.Roles.Keys)
        {
            using var answer = await CallAsync(client, endpoint);
            if (IsHead(endpoint))
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            else
                await answer.ProblemAsync(401, "unauthenticated");
            Assert.NotEmpty(answer.Headers.WwwAuthenticate);
        }
    }

    private static bool IsAsset(string path) =>
        path.StartsWith("/reference", StringComparison.Ordinal) || path.StartsWith("/_framework/", StringComparison.Ordinal) || path.StartsWith("/_content/", StringComparison.Ordinal) || StyleSheet().IsMatch(path);

    private static bool IsApi(string endpoint) => endpoint.Contains(" /api/", StringComparison.Ordinal) || endpoint.Contains(" /elsa/", StringComparison.Ordinal);

    // The answer to HEAD has no body that could say more.
    private static bool IsHead(string endpoint) => endpoint.StartsWith("HEAD ", StringComparison.Ordinal);

    private static Task<HttpResponseMessage> CallAsync(HttpClient client, string endpoint)
    {
        var (method, path) = (endpoint.Split(' ')[0], Parameter().Replace(endpoint.Split(' ')[1], "none"));
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Endpoints() =>
        from route in Routes()
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select $"{method} {Path(route)}";

    private IEnumerable<RouteEndpoint> Routes() => server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');

    [GeneratedRegex(@"^/[a-z]+(\.[a-z0-9]+)?\.css(\.gz|\.br)?$")]
    private static partial Regex StyleSheet();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
