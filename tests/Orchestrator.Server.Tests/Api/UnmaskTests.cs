using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;
using Orchestrator.Simulators.People;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class UnmaskTests(SharedServer shared)
{
    private const string Sensitive = "fullName";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Personal_data_is_masked_unless_somebody_who_may_see_it_says_what_for_and_that_is_recorded()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var (number, name) = await StartAsync(portal, 311);
        foreach (var path in (string[])[$"cases/{number}/history?limit=1000", $"cases/{number}/history?at=2100-01-01T00:00:00Z&limit=1000", $"audit/cases/{number}/export"])
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            Assert.DoesNotContain(name, await TextAsync(auditor, path), StringComparison.Ordinal);
            using (var purposeless = await auditor.GetAsync($"/api/v1/{path}{separator}unmask=true", Cancellation))
                await purposeless.ProblemAsync(422, "purpose-required");
            Assert.Contains(name, await TextAsync(auditor, $"{path}{separator}unmask=true&purpose=court"), StringComparison.Ordinal);
        }

        using (var forbidden = await portal.GetAsync($"/api/v1/cases/{number}/history?unmask=true&purpose=curious", Cancellation))
            await forbidden.ProblemAsync(403, "forbidden");
        using var reads = await auditor.GetAsync($"/api/v1/cases/{number}/reads", Cancellation);
        var recorded = (await reads.JsonAsync()).GetProperty("items").EnumerateArray()
            .Select(read => (read.GetProperty("what").GetString(), read.GetProperty("purpose").GetString(), read.GetProperty("isUnmasked").GetBoolean()))
            .Where(read => read.Item1 is "history" or "export").ToList();
        Assert.Equal(
            [("history", "role:auditor", false), ("history", "court", true), ("history", "role:auditor", false), ("history", "court", true), ("export", "role:auditor", false), ("export", "court", true)],
            recorded);
    }

    [Fact]
    public async Task The_history_page_shows_values_in_clear_only_for_a_purpose()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var officer = await shared.Server.ClientAsync(Role.Officer);
        var (number, name) = await StartAsync(portal, 312);

        var masked = await PageAsync(officer, $"/console/cases/{number}/history?unmask=true");
        var clear = await PageAsync(officer, $"/console/cases/{number}/history?unmask=true&purpose=complaint");

        Assert.DoesNotContain(name, masked, StringComparison.Ordinal);
        Assert.Contains("id=\"unmask\"", masked, StringComparison.Ordinal);
        Assert.Contains("id=\"unmasked\"", clear, StringComparison.Ordinal);
        Assert.Contains("complaint", clear, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"unmask\"", await PageAsync(portal, $"/console/cases/{number}/history?unmask=true&purpose=curious"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_of_a_file_is_masked_once_a_case_has_it()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var officer = await shared.Server.ClientAsync(Role.Officer);
        using var file = new ByteArrayContent("%PDF-1.7 a contract"u8.ToArray()) { Headers = { ContentType = new("application/pdf") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments?name=Tran%20Thi%20Thu.pdf") { Content = file, Headers = { { "Idempotency-Key", "named-file" } } };
        using var sent = await portal.SendAsync(request, Cancellation);
        var scan = await sent.JsonAsync();
        Assert.Equal("Tran Thi Thu.pdf", scan.GetProperty("name").GetString());
        var application = new SampleApplications(313, TimeProvider.System).LandTransfer(313);
        application["contract"]!["scan"] = scan.GetProperty("reference").GetString();
        using var receipt = await portal.SubmitAsync(application.ToJsonString(), code: "1.012783");
        var list = $"cases/{(await receipt.JsonAsync()).GetProperty("number").GetString()}/attachments";

        foreach (var path in (string[])[list, scan.GetProperty("href").GetString()!["/api/v1/".Length..]])
        {
            var masked = await TextAsync(officer, path);
            Assert.DoesNotContain("Thu", masked, StringComparison.Ordinal);
            Assert.Contains("\"•••.pdf\"", Regex.Unescape(masked), StringComparison.Ordinal);
        }

        using (var purposeless = await officer.GetAsync($"/api/v1/{list}?unmask=true", Cancellation))
            await purposeless.ProblemAsync(422, "purpose-required");
        Assert.Contains("Tran Thi Thu.pdf", await TextAsync(officer, $"{list}?unmask=true&purpose=court"), StringComparison.Ordinal);
    }

    private static async Task<(string Number, string Name)> StartAsync(HttpClient portal, int seed)
    {
        var application = Samples.Birth(seed);
        using var answer = await portal.SubmitAsync(application);
        var number = (await answer.JsonAsync()).GetProperty("number").GetString()!;
        using var withdrawn = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/withdrawal", new { reason = "enough" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        var at = application.IndexOf($"\"{Sensitive}\":\"", StringComparison.Ordinal) + Sensitive.Length + 4;
        return (number, System.Text.Json.JsonSerializer.Deserialize<string>($"\"{application[at..application.IndexOf('"', at)]}\"")!);
    }

    private static async Task<string> TextAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync($"/api/v1/{path}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task<string> PageAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await client.SendAsync(request, Cancellation);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
