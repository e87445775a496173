using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class AgencyDocumentTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_that_is_sent_is_in_the_palette_at_once_and_can_be_changed_compared_and_brought_back()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);

        using var first = await PutAsync(client, "harbour-office", Document("/boats"), "?note=the%20office%20joins");
        Assert.Equal((HttpStatusCode.Created, "/api/v1/agencies/harbour-office/documents/1"), (first.StatusCode, first.Headers.Location?.ToString()));
        Assert.Equal("Agency.HarbourOffice.Register", Assert.Single((await first.JsonAsync()).GetProperty("activities").EnumerateArray().Select(type => type.GetString())));
        Assert.Contains("1 True", await PaletteAsync(client));

        using var check = await PutAsync(client, "harbour-office", Document("/ships", "Enrol"), "?check=true");
        Assert.Equal(HttpStatusCode.OK, check.StatusCode);
        Assert.Equal(["breaks Register", "adds Enrol"], Changes((await check.JsonAsync()).GetProperty("difference")));
        using var second = await PutAsync(client, "harbour-office", Document("/ships"), "");
        Assert.Equal((HttpStatusCode.Created, 2), (second.StatusCode, (await second.JsonAsync()).GetProperty("version").GetInt32()));
        using var again = await PutAsync(client, "harbour-office", Document("/ships"), "");
        Assert.Equal((HttpStatusCode.OK, "unchanged"), (again.StatusCode, (await again.JsonAsync()).GetProperty("result").GetString()));
        Assert.Equal(["1 False", "2 True"], await PaletteAsync(client));

        using var diff = await client.GetAsync("/api/v1/agencies/harbour-office/documents/diff?from=1&to=2", Cancellation);
        Assert.Equal(["changes Register"], Changes(await diff.JsonAsync()));
        using var content = await client.GetAsync("/api/v1/agencies/harbour-office/documents/1", Cancellation);
        Assert.Equal((Document("/boats"), "application/yaml"), (await content.Content.ReadAsStringAsync(Cancellation), content.Content.Headers.ContentType?.MediaType));

        using var back = await client.PostAsync("/api/v1/agencies/harbour-office/documents/1/activate", Json("""{"note":"too early"}"""), Cancellation);
        Assert.Equal(HttpStatusCode.Created, back.StatusCode);
        using var list = await client.GetAsync("/api/v1/agencies/harbour-office/documents", Cancellation);
        var history = await list.JsonAsync();
        Assert.Equal(3, history.GetProperty("inForce").GetInt32());
        Assert.Equal(
            ["3 test-Designer too early 1", "2 test-Designer  ", "1 test-Designer the office joins "],
            history.GetProperty("versions").EnumerateArray().Select(version =>
                $"{version.GetProperty("version")} {version.GetProperty("author")} {version.GetProperty("note")} {version.GetProperty("restores")}"));
    }

    [Fact]
    public async Task An_agency_is_retired_by_its_document()
    {
        using var client = await shared.Server.ClientAsync(Role.Administrator);
        using var joined = await PutAsync(client, "closing-office", Document("/boats"), "");
        Assert.Equal((HttpStatusCode.Created, false), (joined.StatusCode, await IsRetiredAsync()));
        using var retired = await PutAsync(client, "closing-office", Document("/boats").Replace("info: {", "info: { x-agency: { retired: true },", StringComparison.Ordinal), "");
        Assert.Equal((HttpStatusCode.Created, true), (retired.StatusCode, await IsRetiredAsync()));

        async Task<bool> IsRetiredAsync()
        {
            using var answer = await client.GetAsync("/api/v1/agencies/closing-office", Cancellation);
            return (await answer.JsonAsync()).GetProperty("agency").GetProperty("isRetired").GetBoolean();
        }
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_with_every_fault()
    {
        using var client = await shared.Server.ClientAsync(Role.Administrator);

        using var broken = await PutAsync(client, "harbour-office", "openapi: 3.1.0\npaths: [", "");
        var problem = await broken.ProblemAsync(422, "document-invalid");
        Assert.Equal("document-unreadable", problem.GetProperty("errors")[0].GetProperty("code").GetString());
        using var unknown = await client.PostAsync("/api/v1/agencies/justice/documents/999/activate", null, Cancellation);
        await unknown.ProblemAsync(404, "document-version-not-found");
        using var wrong = await client.GetAsync("/api/v1/agencies/justice/documents/first", Cancellation);
        await wrong.ProblemAsync(400, "bad-request");
        using var odd = await PutAsync(client, "no such code", Document("/x"), "");
        await odd.ProblemAsync(422, "document-invalid");
        using var text = await client.PostAsync("/api/v1/agencies/justice/documents", new StringContent("a", Encoding.UTF8, "text/plain"), Cancellation);
        await text.ProblemAsync(415, "media-type");
    }

    [Fact]
    public async Task A_document_larger_than_usual_bodies_is_taken()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var large = Document("/large") + "\n# " + new string('x', 3 * 1024 * 1024);

        using var answer = await PutAsync(client, "large-office", large, "?check=true");

        Assert.Equal("checked", (await answer.JsonAsync()).GetProperty("result").GetString());
    }

    [Fact]
    public async Task Somebody_bound_to_an_agency_changes_only_its_document()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer, "health");

        using var other = await PutAsync(client, "justice", Document("/x"), "?check=true");
        await other.ProblemAsync(404, "agency-not-found");
        using var own = await client.GetAsync("/api/v1/agencies/health/documents", Cancellation);
        Assert.Equal(1, (await own.JsonAsync()).GetProperty("inForce").GetInt32());
    }

    [Fact]
    public async Task Reading_the_files_again_changes_nothing_when_they_are_the_same()
    {
        using var client = await shared.Server.ClientAsync(Role.Administrator);

        using var answer = await client.PostAsync("/api/v1/agencies/reload", null, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var list = await client.GetAsync("/api/v1/agencies/justice/documents", Cancellation);
        var version = Assert.Single((await list.JsonAsync()).GetProperty("versions").EnumerateArray());
        Assert.Equal(("workflows", "agencies/justice/openapi.yaml", true), (version.GetProperty("author").GetString(), version.GetProperty("origin").GetString(), version.GetProperty("isInForce").GetBoolean()));
    }

    private static async Task<IReadOnlyList<string>> PaletteAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/elsa/api/descriptors/activities", Cancellation);
        return [.. (await answer.JsonAsync()).GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("typeName").GetString() == "Agency.HarbourOffice.Register")
            .Select(item => $"{item.GetProperty("version")} {item.GetProperty("isBrowsable")}")];
    }

    private static IEnumerable<string> Changes(JsonElement difference) =>
        difference.GetProperty("changes").EnumerateArray().Select(change => $"{change.GetProperty("kind").GetString()} {change.GetProperty("operation").GetString()}");

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string agency, string document, string query) => client.PostAsync(
        $"/api/v1/agencies/{Uri.EscapeDataString(agency)}/documents{query}",
        new StringContent(document, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml")), Cancellation);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Document(string path, string operation = "Register") => $$"""
        openapi: 3.1.0
        info: { title: Harbour office, version: '1' }
        paths:
          {{path}}: { post: { operationId: {{operation}}, responses: { '200': { description: ok } } } }
        """;
}
