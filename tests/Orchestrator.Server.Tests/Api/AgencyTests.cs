using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class AgencyTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agency_is_shown_with_what_waits_for_it()
    {
        using var client = await shared.Server.ClientAsync(Role.Officer);
        using var answer = await client.GetAsync("/api/v1/agencies/justice", Cancellation);
        var agency = await answer.JsonAsync();

        Assert.Equal(("justice", "up"), (agency.GetProperty("agency").GetProperty("code").GetString(), agency.GetProperty("agency").GetProperty("state").GetString()));
        Assert.True(agency.GetProperty("requestsPerSecond").GetDouble() > 0);
        Assert.True(agency.GetProperty("isComplete").GetBoolean());

        using var calls = await client.GetAsync("/api/v1/agencies/justice/calls?limit=10", Cancellation);
        Assert.Equal(System.Text.Json.JsonValueKind.Array, (await calls.JsonAsync()).GetProperty("items").ValueKind);
    }

    [Fact]
    public async Task An_agency_that_is_not_the_callers_is_not_there()
    {
        using var client = await shared.Server.ClientAsync(Role.Officer, "health");

        foreach (var path in new[] { "/api/v1/agencies/justice", "/api/v1/agencies/justice/calls", "/api/v1/agencies/nobody" })
        {
            using var answer = await client.GetAsync(path, Cancellation);
            await answer.ProblemAsync(404, "agency-not-found");
        }

        using var own = await client.GetAsync("/api/v1/agencies/health", Cancellation);
        Assert.True(own.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_cursor_that_is_none_of_ours_is_refused()
    {
        using var client = await shared.Server.ClientAsync(Role.Auditor);
        using var answer = await client.GetAsync("/api/v1/agencies/justice/calls?cursor=x", Cancellation);

        await answer.ProblemAsync(400, "bad-parameter");
    }
}
