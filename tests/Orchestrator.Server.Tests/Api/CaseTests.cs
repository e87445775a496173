using System.Net;
using System.Net.Http.Json;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class CaseTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_shows_who_holds_it_and_the_promised_date()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(101);
        using var answer = await portal.GetAsync($"/api/v1/cases/{number}", Cancellation);
        var file = await answer.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(number, file.GetProperty("number").GetString());
        Assert.NotEmpty(file.GetProperty("promise").GetProperty("date").GetString()!);
        Assert.Matches("^[0-9a-f]{32}$", file.GetProperty("caseId").GetString()!);
        Assert.EndsWith("+07:00", file.GetProperty("receivedAt").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/history")]
    [InlineData("/events")]
    public async Task What_is_out_of_scope_is_answered_as_if_it_did_not_exist(string part)
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(102, "00001");
        using var otherLocality = await shared.Server.ClientAsync(Role.Officer, null, "00004");
        using var otherAgency = await shared.Server.ClientAsync(Role.Agency, "tax");
        using var concerned = await shared.Server.ClientAsync(Role.Agency, "justice");
        using var ownLocality = await shared.Server.ClientAsync(Role.Officer, null, "00001");
        foreach (var stranger in (HttpClient[])[otherLocality, otherAgency])
        {
            using var answer = await stranger.GetAsync($"/api/v1/cases/{number}{part}", Cancellation);
            await answer.ProblemAsync(404, "case-not-found");
        }

        foreach (var insider in (HttpClient[])[concerned, ownLocality, portal])
        {
            using var answer = await insider.GetAsync($"/api/v1/cases/{number}{part}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_search_shows_what_is_in_scope_alone()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var (here, there) = (await portal.StartBirthAsync(103, "00001"), await portal.StartBirthAsync(104, "00004"));
        using var officer = await shared.Server.ClientAsync(Role.Officer, null, "00004");
        var found = await NumbersAsync(officer, "?limit=200");

        Assert.Contains(there, found);
        Assert.DoesNotContain(here, found);
        Assert.Empty(await NumbersAsync(officer, "?locality=00001"));
        using var stranger = await shared.Server.ClientAsync(Role.Agency, "tax");
        Assert.Empty(await NumbersAsync(stranger, ""));
    }

    [Fact]
    public async Task A_search_goes_on_where_the_page_before_ended()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        for (var i = 0; i < 3; i++)
            await portal.StartBirthAsync(110 + i, "00010");
        using var officer = await shared.Server.ClientAsync(Role.Officer, null, "00010");
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            using var answer = await officer.GetAsync("/api/v1/cases?limit=2" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)), Cancellation);
            var page = await answer.JsonAsync();
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(3, seen.Count);
        Assert.Distinct(seen);
        using var wrong = await officer.GetAsync("/api/v1/cases?cursor=nonsense!", Cancellation);
        await wrong.ProblemAsync(400, "bad-parameter");
        using var unknown = await officer.GetAsync("/api/v1/cases?status=nonsense", Cancellation);
        await unknown.ProblemAsync(400, "bad-parameter");
    }

    [Fact]
    public async Task A_signal_that_nobody_waits_for_changes_nothing()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(105);
        using var answer = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/signals/unheard-of", new { }, Cancellation);
        await answer.ProblemAsync(409, "nobody-waits");
        using var supplement = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/supplements", new { paper = "x" }, Cancellation);
        await supplement.ProblemAsync(409, "nobody-waits");
    }

    [Fact]
    public async Task A_case_is_withdrawn_with_a_reason_and_then_takes_nothing_more()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(106);
        using (var without = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/withdrawal", new { }, Cancellation))
            await without.ProblemAsync(422, "reason-required");
        using (var withdrawn = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/withdrawal", new { reason = "sent by mistake" }, Cancellation))
            Assert.Equal(number, (await withdrawn.JsonAsync()).GetProperty("number").GetString());

        using var late = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/signals/consent", new { granted = true }, Cancellation);
        await late.ProblemAsync(409, "case-finished");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/history")]
    [InlineData("GET", "/events")]
    [InlineData("POST", "/signals/consent")]
    [InlineData("POST", "/supplements")]
    public async Task An_unknown_number_is_not_found(string method, string part)
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/cases/G22.99.01-010101-9999{part}");
        if (method == "POST")
            request.Content = JsonContent.Create(new { });
        using var answer = await administrator.SendAsync(request, Cancellation);

        await answer.ProblemAsync(404, "case-not-found");
    }

    private static async Task<List<string>> NumbersAsync(HttpClient client, string query)
    {
        using var answer = await client.GetAsync("/api/v1/cases" + query, Cancellation);
        return [.. (await answer.JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetString()!)];
    }
}
