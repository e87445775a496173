using System.Text;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Transports;

public sealed class GatewayTests
{
    private const string Registered = """{"outcome":"registered","entryNumber":"12"}""";

    private static async Task<AgencyHost> StartAsync()
    {
        var ministry = await MinistryServer.StartAsync();
        return await AgencyHost.StartAsync(
            ministry, null,
            ("Agencies:test-registry:Transport", "Gateway"),
            ("Agencies:test-registry:Token:Url", ministry.Address + "token"),
            ("Agencies:test-registry:Token:ClientId", "orchestrator"),
            ("Agencies:test-registry:Token:ClientSecret", "s3cret"),
            ("Agencies:test-registry:Token:Scope", "civil-status"));
    }

    private static int TokenRequests(AgencyHost host) => host.Ministry.Requests.Count(request => request.Target == "/token");

    [Fact]
    public async Task A_token_is_fetched_once_and_renewed_before_it_ends()
    {
        await using var host = await StartAsync();
        var given = 0;
        host.Ministry.Answer = (request, context) => request.Target == "/token"
            ? MinistryServer.ReplyAsync(context, 200, $$"""{"access_token":"t{{++given}}","token_type":"Bearer","expires_in":100}""")
            : MinistryServer.ReplyAsync(context, 200, Registered);

        await host.RegisterAsync(1);
        await host.Runtime.NextAsync<CompleteEffect>();
        await host.RegisterAsync(2);
        await host.Runtime.NextAsync<CompleteEffect>();
        host.Time.Advance(TimeSpan.FromSeconds(91));
        await host.RegisterAsync(3);
        await host.Runtime.NextAsync<CompleteEffect>();

        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t2"], host.Ministry.Requests.Where(request => request.Target != "/token").Select(request => request.Headers["Authorization"]));
        var asked = host.Ministry.Requests.First();
        Assert.Equal("grant_type=client_credentials&scope=civil-status", asked.Body);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("orchestrator:s3cret")), asked.Headers["Authorization"]);
    }

    [Fact]
    public async Task A_token_that_is_refused_before_its_time_is_renewed_once()
    {
        await using var host = await StartAsync();
        var given = 0;
        host.Ministry.Answer = (request, context) => request.Target == "/token"
            ? MinistryServer.ReplyAsync(context, 200, $$"""{"access_token":"t{{++given}}","expires_in":3600}""")
            : request.Headers["Authorization"] == "Bearer t2" ? MinistryServer.ReplyAsync(context, 200, Registered) : MinistryServer.ReplyAsync(context, 401, "");

        await host.RegisterAsync(1);
        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.Equal(2, TokenRequests(host));

        host.Ministry.Answer = (request, context) => request.Target == "/token"
            ? MinistryServer.ReplyAsync(context, 200, """{"access_token":"t9","expires_in":3600}""") : MinistryServer.ReplyAsync(context, 401, "");
        await host.RegisterAsync(2);
        var attempt = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal(("down", 401), (attempt.Class, attempt.Status!.Value));
        Assert.Equal(3, TokenRequests(host));
        Assert.Equal(2, host.Ministry.Requests.Where(request => request.Target != "/token").GroupBy(request => request.Key).Max(tries => tries.Count()));
    }

    [Fact]
    public async Task A_token_service_that_fails_means_that_the_agency_is_down()
    {
        await using var host = await StartAsync();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 503, "");

        await host.RegisterAsync(1);

        Assert.Equal("no answer (the token service answered HTTP 503)", (await host.Runtime.NextAsync<RecordAttempt>()).Attempt.Detail);
    }
}
