using System.Net;
using System.Net.Http.Json;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class HistoryTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_history_is_whole_and_without_gaps_however_it_is_paged()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(201);

        // An ended case writes no more entries while it is being read, however fast it was.
        using (var withdrawn = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/withdrawal", new { reason = "enough" }, Cancellation))
            Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        var sequences = new List<long>();
        string? cursor = null;
        do
        {
            using var answer = await portal.GetAsync($"/api/v1/cases/{number}/history?limit=2&cursor={cursor}", Cancellation);
            var page = await answer.JsonAsync();
            sequences.AddRange(page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("sequence").GetInt64()));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.True(sequences.Count >= 3, $"only {sequences.Count} entries");
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(i => (long)i), sequences);
    }

    [Fact]
    public async Task A_moment_before_the_case_shows_nothing_and_a_moment_after_shows_the_case()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(202);
        using var before = await portal.GetAsync($"/api/v1/cases/{number}/history?at=2020-01-01T00:00:00Z", Cancellation);
        using var after = await portal.GetAsync($"/api/v1/cases/{number}/history?at=2100-01-01T00:00:00%2B07:00", Cancellation);

        Assert.Equal(0, (await before.JsonAsync()).GetProperty("items").GetArrayLength());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await before.JsonAsync()).GetProperty("case").ValueKind);
        Assert.Equal(number, (await after.JsonAsync()).GetProperty("case").GetProperty("number").GetString());
    }

    [Fact]
    public async Task A_moment_shows_variables_and_places_masked_and_two_moments_their_difference()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(206);
        using (var withdrawn = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/withdrawal", new { reason = "enough" }, Cancellation))
            Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        using var answer = await portal.GetAsync($"/api/v1/cases/{number}/history?at=2100-01-01T00:00:00Z&limit=1000", Cancellation);
        var moment = (await answer.JsonAsync()).GetProperty("moment");

        Assert.Equal("Cancelled", moment.GetProperty("subStatus").GetString());
        Assert.Equal((await answer.JsonAsync()).GetProperty("items").GetArrayLength(), moment.GetProperty("sequence").GetInt32());
        Assert.NotEmpty(moment.GetProperty("places").EnumerateArray());
        Assert.DoesNotMatch(@"\b0\d{11}\b", moment.GetRawText());

        using var between = await portal.GetAsync($"/api/v1/cases/{number}/history?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z", Cancellation);
        var difference = (await between.JsonAsync()).GetProperty("difference");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, difference.GetProperty("from").ValueKind);
        Assert.Equal(moment.GetProperty("places").GetArrayLength(), difference.GetProperty("places").GetArrayLength());
    }

    [Theory]
    [InlineData("from=2026-01-01T00:00:00Z", "to")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    [InlineData("at=2026-01-02T00:00:00Z&from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "at")]
    [InlineData("at=yesterday", "")]
    public async Task Moments_that_make_no_sense_are_told(string query, string parameter)
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var answer = await portal.GetAsync($"/api/v1/cases/1/history?{query}", Cancellation);

        var problem = await answer.ProblemAsync(400, parameter.Length == 0 ? "bad-request" : "bad-parameter");
        Assert.Contains(parameter, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_stream_live_and_go_on_after_the_last_one_seen()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var number = await portal.StartBirthAsync(203);
        using var stream = await OpenAsync(portal, number, null);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal((1, "CaseStarted"), await NextAsync(reader));

        using var withdrawn = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/withdrawal", new { reason = "live" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        var (sequence, kind) = (1L, "");
        while (kind != "CaseStatusChanged" || sequence == 1)
            (sequence, kind) = await NextAsync(reader);

        using var resumed = await OpenAsync(portal, number, "1");
        using var rest = new StreamReader(await resumed.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal(2, (await NextAsync(rest)).Sequence);
    }

    [Fact]
    public async Task A_wrong_event_id_is_told()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var answer = await OpenAsync(portal, await portal.StartBirthAsync(204), "last");

        await answer.ProblemAsync(400, "bad-parameter");
    }

    [Fact]
    public async Task A_stream_ends_when_the_server_stops()
    {
        await using var server = await TestServer.StartAsync();
        using var portal = await server.ClientAsync(Role.Agency);
        using var stream = await OpenAsync(portal, await portal.StartBirthAsync(205), null);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancellation));
        await NextAsync(reader);

        await server.StopAsync();

        while (await reader.ReadLineAsync(Cancellation) is not null)
        {
        }
    }

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient client, string number, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cases/{number}/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    private static async Task<(long Sequence, string Kind)> NextAsync(StreamReader reader)
    {
        long sequence = 0;
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                sequence = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (sequence, System.Text.Json.JsonDocument.Parse(line[6..]).RootElement.GetProperty("kind").GetString()!);
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
