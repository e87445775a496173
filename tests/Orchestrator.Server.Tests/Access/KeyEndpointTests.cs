using System.Net;
using System.Net.Http.Json;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Access;

[Collection(SharedServerCollection.Name)]
public sealed class KeyEndpointTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_created_key_works_is_shown_once_and_ends_when_revoked()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var created = await administrator.PostAsJsonAsync(
            "/api/v1/keys", new { name = "portal of the city", role = "agency", agency = "portal", localities = new[] { "00001" }, expiresInDays = 30 }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var (key, about) = ((await created.JsonAsync()).GetProperty("key").GetString()!, (await created.JsonAsync()).GetProperty("about"));
        using var holder = shared.Server.Anonymous();
        holder.DefaultRequestHeaders.Add("X-Api-Key", key);

        using (var works = await holder.GetAsync("/api/v1/procedures", Cancellation))
            Assert.Equal(HttpStatusCode.OK, works.StatusCode);
        using (var list = await administrator.GetAsync("/api/v1/keys", Cancellation))
            Assert.DoesNotContain(key, await list.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using (var revoked = await administrator.DeleteAsync($"/api/v1/keys/{about.GetProperty("id").GetString()}", Cancellation))
            Assert.NotNull((await revoked.JsonAsync()).GetProperty("revokedAt").GetString());
        using var after = await holder.GetAsync("/api/v1/procedures", Cancellation);
        await after.ProblemAsync(401, "key-not-accepted");
    }

    [Fact]
    public async Task Every_fault_of_a_key_is_told_with_its_pointer()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var answer = await administrator.PostAsJsonAsync(
            "/api/v1/keys", new { name = "", role = "agency", localities = new[] { "00001", "x" }, expiresInDays = 9999 }, Cancellation);

        var problem = await answer.ProblemAsync(422, "request-invalid");
        Assert.Equal(
            ["/name", "/agency", "/localities/1", "/expiresInDays"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
    }

    [Theory]
    [InlineData("Lan")]
    [InlineData("nguyễn-lan")]
    [InlineData("001199004711")]
    [InlineData("")]
    public async Task A_holder_that_could_be_a_name_or_be_written_in_two_ways_is_refused(string holder)
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var answer = await administrator.PostAsJsonAsync("/api/v1/keys", new { name = "x", role = "officer", holder }, Cancellation);

        Assert.Equal("/holder", (await answer.ProblemAsync(422, "request-invalid")).GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Keys_that_an_approver_made_and_those_that_these_made_are_no_second_person_for_an_erasure()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(71);
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var deputy = await MadeByAsync(administrator, "administrator", "deputy");
        using var counter = await MadeByAsync(deputy, "officer", "counter");
        using var proposed = await administrator.PostAsJsonAsync($"/api/v1/cases/{number}/erasure", new { basis = "Article 16" }, Cancellation);
        var approval = $"/api/v1/erasures/{(await proposed.JsonAsync()).GetProperty("id").GetString()}/approval";

        foreach (var made in (HttpClient[])[deputy, counter])
        {
            using var refused = await made.PostAsync(approval, null, Cancellation);
            await refused.ProblemAsync(409, "second-person-required");
        }

        using var other = await shared.Server.ClientAsync(Role.Officer);
        using var told = await other.PostAsync(approval, null, Cancellation);
        // Whether the case has ended by now is another question.
        Assert.DoesNotContain("second-person-required", await told.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_role_is_told_with_its_pointer()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var answer = await administrator.PostAsJsonAsync("/api/v1/keys", new { name = "x", role = "king" }, Cancellation);

        Assert.Equal("/role", (await answer.ProblemAsync(422, "request-invalid")).GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    private async Task<HttpClient> MadeByAsync(HttpClient maker, string role, string holder)
    {
        using var created = await maker.PostAsJsonAsync("/api/v1/keys", new { name = $"of-{holder}", role, holder }, Cancellation);
        var made = await created.JsonAsync();
        Assert.Equal(holder, made.GetProperty("about").GetProperty("holder").GetString());
        var client = shared.Server.Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", made.GetProperty("key").GetString());
        return client;
    }

    [Fact]
    public async Task Wrong_keys_without_end_are_held_off_while_a_right_one_still_comes_in()
    {
        await using var server = await TestServer.StartAsync();
        using var guesser = server.Anonymous();
        guesser.DefaultRequestHeaders.Add("X-Api-Key", KeyText.New().Reveal());
        for (var i = 0; i < FailedKeys.Limit; i++)
        {
            using var refused = await guesser.GetAsync("/api/v1/procedures", Cancellation);
            await refused.ProblemAsync(401, "key-not-accepted");
        }

        using var held = await guesser.GetAsync("/api/v1/procedures", Cancellation);
        await held.ProblemAsync(429, "too-many-failed-keys");
        Assert.InRange(held.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        using var holder = await server.ClientAsync(Role.Auditor);
        using var answer = await holder.GetAsync("/api/v1/procedures", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
