using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Server.Access;
using Orchestrator.Server.Api;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class ReadRecordTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_read_of_a_case_is_recorded_with_reader_and_purpose_before_it_is_answered()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var officer = await shared.Server.ClientAsync(Role.Officer);
        var number = await portal.StartBirthAsync(301);
        using (var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cases/{number}"))
        {
            request.Headers.Add("X-Purpose", Uri.EscapeDataString("Trả lời khiếu nại"));
            using var read = await officer.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }

        foreach (var path in (string[])["history?purpose=court+request", "events"])
        {
            using var answer = await officer.GetAsync($"/api/v1/cases/{number}/{path}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using (var export = await auditor.GetAsync($"/api/v1/audit/cases/{number}/export", Cancellation))
            Assert.Equal(HttpStatusCode.OK, export.StatusCode);
        var reads = await ReadsAsync(auditor, number);

        Assert.Equal(
            [("officer:test-Officer", "case", "Trả lời khiếu nại", false), ("officer:test-Officer", "history", "court request", false), ("officer:test-Officer", "events", "role:officer", false), ("auditor:test-Auditor", "export", "role:auditor", false)],
            reads.Select(read => (read.GetProperty("actor").GetString(), read.GetProperty("what").GetString(), read.GetProperty("purpose").GetString(), read.GetProperty("isUnmasked").GetBoolean())));
    }

    [Fact]
    public async Task A_read_through_the_designer_and_through_a_page_is_recorded_too()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var designer = await shared.Server.ClientAsync(Role.Designer);
        var number = await portal.StartBirthAsync(302);
        using var file = await auditor.GetAsync($"/api/v1/cases/{number}", Cancellation);
        var id = (await file.JsonAsync()).GetProperty("caseId").GetString();
        foreach (var client in (HttpClient[])[designer, auditor])
        {
            using var variables = await client.GetAsync($"/elsa/api/workflow-instances/{id}/variables", Cancellation);
            Assert.Equal(HttpStatusCode.OK, variables.StatusCode);
        }

        using (var request = new HttpRequestMessage(HttpMethod.Get, $"/console/cases/{number}/history?purpose=audit"))
        {
            request.Headers.Accept.ParseAdd("text/html");
            using var page = await auditor.SendAsync(request, Cancellation);
            Assert.Contains(number, await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        // The designer saw no value of the case, so there is nothing to record.
        Assert.Equal(
            [("case", "role:auditor"), ("designer", "role:auditor"), ("page:history", "audit")],
            (await ReadsAsync(auditor, number)).Select(read => (read.GetProperty("what").GetString(), read.GetProperty("purpose").GetString())));
    }

    [Fact]
    public async Task What_a_caller_may_not_see_is_no_read_and_a_purpose_that_cannot_be_kept_is_told()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var elsewhere = await shared.Server.ClientAsync(Role.Officer, null, "00002");
        var number = await portal.StartBirthAsync(303);
        using var hidden = await elsewhere.GetAsync($"/api/v1/cases/{number}", Cancellation);
        await hidden.ProblemAsync(404, "case-not-found");
        using var refused = await auditor.GetAsync($"/api/v1/cases/{number}?purpose={new string('a', 201)}", Cancellation);
        await refused.ProblemAsync(400, "bad-parameter");

        Assert.Empty(await ReadsAsync(auditor, number));
    }

    [Fact]
    public void Every_endpoint_that_shows_one_case_to_readers_of_cases_records_it()
    {
        var endpoints = shared.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/v1/", StringComparison.Ordinal) == true);
        var showing = endpoints.Where(endpoint =>
            (endpoint.Metadata.OfType<Permission>().Contains(Permission.ReadCases) && endpoint.RoutePattern.Parameters.Count > 0)
            || endpoint.Metadata.OfType<Permission>().Contains(Permission.ExportJournal)).ToList();

        Assert.True(showing.Count >= 5, $"only {showing.Count} endpoints");
        Assert.All(showing, endpoint => Assert.True(endpoint.Metadata.GetMetadata<RecordsReads>() is not null, endpoint.RoutePattern.RawText));
    }

    private static async Task<IReadOnlyList<JsonElement>> ReadsAsync(HttpClient auditor, string number)
    {
        using var answer = await auditor.GetAsync($"/api/v1/cases/{number}/reads", Cancellation);
        // Other tests of this server take all cases away; those reads are among them.
        return [.. (await answer.JsonAsync()).GetProperty("items").EnumerateArray().Where(read => read.GetProperty("what").GetString() is not ("journal" or "export-csv" or "export-xes" or "export-ocel"))];
    }
}
