using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>What has to be there before a version is published: by Studio's button, and on the page that has the fields which Studio lacks.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class PublishGateTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Errors_are_listed_each_with_its_activity_and_keep_a_version_from_being_published()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var draft = await Designs.SaveAsync(client, Diagram("""{"id":"a","name":"Ask","type":"Agency.Gone.Ask","version":1}""", """{"id":"b","name":"Await","type":"Elsa.Event","version":1}"""));

        using var answer = await Designs.PostAsync(client, draft, publish: true);
        var reasons = Designs.Reasons(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["Ask: ", "Await"], reasons.Order(StringComparer.Ordinal).Select(reason => reason[..5]));
        using var page = await SignedIn.AsAsync(shared.Server, Role.Designer);
        page.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var html = await HtmlAsync(page, draft);
        Assert.All(reasons, reason => Assert.Contains(reason, html, StringComparison.Ordinal));
        Assert.DoesNotContain("name=\"changeNote\"", html, StringComparison.Ordinal);
        var told = await SendAsync(page, draft, html, revision: "1");
        Assert.All(reasons, reason => Assert.Contains(reason, told["fault"], StringComparison.Ordinal));
        Assert.Null((await NewestAsync(draft)).Publication);
    }

    [Fact]
    public async Task Warnings_need_a_note_and_who_what_why_and_from_when_go_on_record()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var draft = await Designs.SaveAsync(client, Diagram("""{"id":"a","name":"Stands alone","type":"Elsa.FlowJoin","version":1}""", """{"id":"b","name":"Beside it","type":"Elsa.FlowJoin","version":1}""", connections: """{"source":{"activity":"a"},"target":{"activity":"b"}},{"source":{"activity":"b"},"target":{"activity":"a"}}"""));

        using var answer = await Designs.PostAsync(client, draft, publish: true);
        var reasons = Designs.Reasons(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Matches($"^Expected a change note, because this version has [1-9][0-9]* warnings; give it at {Regex(PageOf(draft))}$", reasons[0]);
        Assert.Contains(reasons, reason => reason.StartsWith("Stands alone: Expected", StringComparison.Ordinal));

        using var page = await SignedIn.AsAsync(shared.Server, Role.Designer);
        page.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var html = await HtmlAsync(page, draft);

        // A page that becomes interactive later would empty the form under the hands of who fills it in.
        Assert.DoesNotContain("<!--Blazor:{", html, StringComparison.Ordinal);
        Assert.Contains("Expected a change note", (await SendAsync(page, draft, html, note: " "))["fault"], StringComparison.Ordinal);
        Assert.Contains("Expected the legal basis", (await SendAsync(page, draft, html, basis: ""))["fault"], StringComparison.Ordinal);
        Assert.Contains("'31/12/2026'", (await SendAsync(page, draft, html, from: "31/12/2026"))["fault"], StringComparison.Ordinal);
        Assert.Contains("changed meanwhile", (await SendAsync(page, draft, html, revision: "77"))["fault"], StringComparison.Ordinal);
        Assert.Null((await NewestAsync(draft)).Publication);

        Assert.Equal("Version 1 is published.", (await SendAsync(page, draft, html, from: "2026-12-31"))["done"]);
        var publication = (await NewestAsync(draft)).Publication!;
        Assert.Equal(("Both are drawn later.", "Decree 63/2024/ND-CP"), (publication.ChangeNote, publication.LegalBasis));
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.FromHours(7)), publication.ValidFrom);
        var history = await HtmlAsync(page, draft);
        Assert.All([publication.Author, publication.ChangeNote, publication.LegalBasis, "2026-12-31"], shown => Assert.Contains($"<td>{shown}</td>", history, StringComparison.Ordinal));
    }

    private static JsonObject Diagram(string one, string other, string connections = "") => JsonNode.Parse($$$"""
        {"name":"{{{Designs.Name("Gate")}}}","root":{"id":"f","type":"Elsa.Flowchart","version":1,
         "activities":[{"id":"s","type":"Elsa.Start","version":1},{{{one}}},{{{other}}}],"connections":[{{{connections}}}]}}
        """)!.AsObject();

    private static string PageOf(JsonObject draft) => $"/designer/publish/{draft["definitionId"]}";

    private static string Regex(string text) => System.Text.RegularExpressions.Regex.Escape(text);

    private static async Task<string> HtmlAsync(HttpClient page, JsonObject draft) => WebUtility.HtmlDecode(await page.GetStringAsync(PageOf(draft), Cancellation));

    private async Task<DefinitionVersion> NewestAsync(JsonObject draft) =>
        (await shared.Server.Services.GetRequiredService<IDefinitionLibrary>().HistoryAsync(draft["definitionId"]!.GetValue<string>(), Cancellation))[0];

    /// <summary>Sends the page's form; what came of it is in the address that it leads to.</summary>
    private static async Task<Dictionary<string, string>> SendAsync(
        HttpClient page, JsonObject draft, string html, string note = "Both are drawn later.", string basis = "Decree 63/2024/ND-CP", string from = "", string? revision = null)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", SignedIn.Token(html)), new("versionId", draft["id"]!.GetValue<string>()), new("revision", revision ?? SignedIn.Field(html, "revision")),
            new("changeNote", note), new("legalBasis", basis), new("validFrom", from),
        ]);
        using var answer = await page.PostAsync(PageOf(draft), form, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return System.Web.HttpUtility.ParseQueryString(new Uri(page.BaseAddress!, answer.Headers.Location!).Query) is { } told
            ? told.AllKeys.ToDictionary(key => key!, key => told[key]!, StringComparer.Ordinal)
            : [];
    }
}
