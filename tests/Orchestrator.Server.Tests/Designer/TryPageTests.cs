using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>A designer tries what is on the screen: drafts, not what is published.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class TryPageTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_draft_on_the_screen_is_tried_and_not_the_version_before()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var published = await Designs.PublishAsync(shared.Server, client, Designs.Line(Designs.Name("Tried"), "published text"));
        var draft = published.DeepClone().AsObject();
        draft["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "text of the draft";
        draft["variables"] = JsonNode.Parse("""[{"id":"v","name":"OnlyInTheDraft","typeName":"String","isArray":false,"value":null}]""");
        draft = await Designs.SaveAsync(client, draft);
        var id = draft["definitionId"]!.GetValue<string>();
        using var page = await SignedIn.AsAsync(shared.Server, Role.Designer);

        var html = await page.GetStringAsync($"/designer/try/{id}?lang=en", Cancellation);
        using var started = await page.PostAsync($"/designer/try/{id}/start", Form(html, ("version", $"{id}:2"), ("application", "{}")), Cancellation);
        var ended = WebUtility.HtmlDecode(await page.GetStringAsync(started.Headers.Location!.ToString(), Cancellation));
        var (_, test) = await Designs.SendAsync(client, "/elsa/api/tests/activities", new
        {
            workflowDefinitionHandle = new { definitionVersionId = $"{id}:2" },
            activityHandle = new { activityNodeId = "Workflow1:f:w" },
        });
        using var declarations = await client.PostAsync($"/elsa/api/scripting/javascript/type-definitions/{id}", new StringContent("{}", null, "application/json"), Cancellation);

        Assert.Contains("Draft 2, as it is saved now", html, StringComparison.Ordinal);
        Assert.Contains("class=\"frame\"", html, StringComparison.Ordinal);
        Assert.Contains("data-status=\"Finished / Finished\"", ended, StringComparison.Ordinal);
        Assert.Contains("text of the draft", ended, StringComparison.Ordinal);
        Assert.Equal("text of the draft", test!["activityState"]!["Text"]!.GetValue<string>());
        Assert.Contains("OnlyInTheDraft", await declarations.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_application_is_told_and_what_was_pasted_is_still_there()
    {
        using var page = await SignedIn.AsAsync(shared.Server, Role.Designer);
        var html = await page.GetStringAsync("/designer/try/covid-support?lang=en", Cancellation);

        using var refused = await page.PostAsync("/designer/try/covid-support/start", Form(html, ("version", "covid-support:1"), ("application", "[\"pasted by hand\"]")), Cancellation);
        var again = WebUtility.HtmlDecode(await page.GetStringAsync(refused.Headers.Location!.ToString(), Cancellation));
        var fresh = await page.GetStringAsync("/designer/try/covid-support?seed=2", Cancellation);

        Assert.Contains("not a JSON object", again, StringComparison.Ordinal);
        Assert.Contains("[\"pasted by hand\"]", again, StringComparison.Ordinal);
        Assert.DoesNotContain("pasted by hand", fresh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_cannot_run_yet_says_what_is_missing_and_one_of_its_activities_can_be_tested()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var model = Designs.Line(Designs.Name("Unfinished"), "one");
        model["root"]!["activities"]!.AsArray().Add(new JsonObject { ["id"] = "g", ["type"] = "Agency.Gone.Ask", ["version"] = 1 });
        var draft = await Designs.SaveAsync(client, model);
        using var page = await SignedIn.AsAsync(shared.Server, Role.Designer);

        var html = WebUtility.HtmlDecode(await page.GetStringAsync($"/designer/try/{draft["definitionId"]}?lang=en", Cancellation));
        using var none = await page.GetAsync("/designer/try/no-such-definition", Cancellation);
        var (_, test) = await Designs.SendAsync(client, "/elsa/api/tests/activities", new
        {
            workflowDefinitionHandle = new { definitionVersionId = draft["id"]!.GetValue<string>() },
            activityHandle = new { activityNodeId = "Workflow1:f:w" },
        });

        Assert.Contains("This version cannot run yet", html, StringComparison.Ordinal);
        Assert.Contains("Agency.Gone.Ask", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal("Completed", test!["status"]!.GetValue<string>());
    }

    private static FormUrlEncodedContent Form(string html, params (string Name, string Value)[] fields) =>
        new([new("__RequestVerificationToken", SignedIn.Token(html)), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
}
