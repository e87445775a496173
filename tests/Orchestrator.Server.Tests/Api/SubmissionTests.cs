using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class SubmissionTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_application_starts_a_case_once_per_key()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var application = Samples.Birth(11);
        using var first = await portal.SubmitAsync(application, "one-key");
        using var again = await portal.SubmitAsync(application, "one-key");
        var receipt = await first.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(receipt.GetProperty("href").GetString(), first.Headers.Location?.ToString());
        Assert.Matches(@"^G22\.99\.01-\d{6}-\d{4,6}$", receipt.GetProperty("number").GetString()!);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(receipt.GetProperty("number").GetString(), (await again.JsonAsync()).GetProperty("number").GetString());
    }

    [Fact]
    public async Task The_same_key_with_another_application_is_a_conflict_that_names_the_case()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var first = await portal.SubmitAsync(Samples.Birth(21), "contested");
        using var other = await portal.SubmitAsync(Samples.Birth(22), "contested");

        var problem = await other.ProblemAsync(409, "idempotency-conflict");
        Assert.Contains((await first.JsonAsync()).GetProperty("number").GetString()!, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_idempotency_key_nothing_starts()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var content = new StringContent(Samples.Birth(), Encoding.UTF8, "application/json");
        using var answer = await portal.PostAsync($"/api/v1/procedures/{Samples.BirthCode}/cases", content, Cancellation);

        await answer.ProblemAsync(400, "idempotency-key-missing");
    }

    [Fact]
    public async Task An_application_against_its_schema_is_refused_with_pointers_and_nothing_is_stored()
    {
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var application = JsonNode.Parse(Samples.Birth(31))!.AsObject();
        application["child"]!.AsObject().Remove("fullName");
        application["requester"]!["personalId"] = "not a number";
        var before = await CountAsync(auditor);
        using var answer = await portal.SubmitAsync(application.ToJsonString());

        var pointers = (await answer.ProblemAsync(422, "application-invalid")).GetProperty("errors").EnumerateArray()
            .Select(error => error.GetProperty("pointer").GetString()).ToList();
        Assert.Contains(pointers, pointer => pointer!.StartsWith("/child", StringComparison.Ordinal));
        Assert.Contains("/requester/personalId", pointers);
        Assert.Equal(before, await CountAsync(auditor));
    }

    [Fact]
    public async Task An_unknown_procedure_is_not_found()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var answer = await portal.SubmitAsync(Samples.Birth(), code: "9.999999");

        await answer.ProblemAsync(404, "procedure-not-found");
    }

    [Theory]
    [InlineData("{\"child\": ", 400, "malformed-json")]
    [InlineData("", 400, "malformed-json")]
    [InlineData("[]", 422, "application-invalid")]
    [InlineData("null", 422, "application-invalid")]
    [InlineData("\"text\"", 422, "application-invalid")]
    public async Task What_is_no_application_is_told(string body, int status, string code)
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var answer = await portal.SubmitAsync(body);

        await answer.ProblemAsync(status, code);
    }

    [Fact]
    public async Task An_application_of_5_MB_is_too_large()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        portal.DefaultRequestHeaders.ExpectContinue = true;
        using var answer = await portal.SubmitAsync($$"""{"note":"{{new string('x', 5 * 1024 * 1024)}}"}""");

        await answer.ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task A_key_bound_to_localities_sends_for_those_alone()
    {
        using var bound = await shared.Server.ClientAsync(Role.Agency, "portal", "00001", "00004");
        using var unsaid = await bound.SubmitAsync(Samples.Birth(41), locality: null);
        await unsaid.ProblemAsync(403, "out-of-scope");
        using var outside = await bound.SubmitAsync(Samples.Birth(41), locality: "00007");
        await outside.ProblemAsync(403, "out-of-scope");
        using var inside = await bound.SubmitAsync(Samples.Birth(41), locality: "00004");
        Assert.Equal(HttpStatusCode.Created, inside.StatusCode);
    }

    private static async Task<int> CountAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/v1/cases?limit=200", Cancellation);
        return (await answer.JsonAsync()).GetProperty("items").GetArrayLength();
    }
}
