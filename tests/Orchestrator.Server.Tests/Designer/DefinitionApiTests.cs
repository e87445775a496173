using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

[Collection(SharedServerCollection.Name)]
public sealed class DefinitionApiTests(SharedServer shared)
{
    private const string Api = "/elsa/api/workflow-definitions";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_definition_and_a_list_have_every_member_that_an_Elsa_server_gives()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);

        var birth = (await client.GetFromJsonAsync<JsonObject>($"{Api}/by-definition-id/birth?versionOptions=Latest", Cancellation))!;
        var list = (await client.GetFromJsonAsync<JsonObject>($"{Api}?versionOptions=Latest&Page=0&PageSize=1&SearchTerm=birth", Cancellation))!;

        string[] full =
        [
            "links", "id", "definitionId", "name", "createdAt", "version", "toolVersion", "variables", "inputs", "outputs", "outcomes", "customProperties", "isReadonly",
            "isSystem", "isLatest", "isPublished", "options", "root",
        ];
        string[] summary = ["links", "isMaterializerAvailable", "id", "definitionId", "name", "version", "toolVersion", "isLatest", "isPublished", "materializerName", "createdAt", "isReadonly"];
        Assert.Empty(full.Except(birth!.Select(member => member.Key)));
        Assert.Empty(summary.Except(list!["items"]![0]!.AsObject().Select(member => member.Key)));
        Assert.Contains(birth["links"]!.AsArray(), link => link!["rel"]!.GetValue<string>() == "publish");
        Assert.Contains(list["links"]!.AsArray(), link => link!["rel"]!.GetValue<string>() == "bulk-publish");
        Assert.True(birth["isPublished"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Who_may_only_read_gets_no_link_that_would_let_Studio_edit()
    {
        using var client = await shared.Server.ClientAsync(Role.Auditor);

        var birth = (await client.GetFromJsonAsync<JsonObject>($"{Api}/by-definition-id/birth", Cancellation))!;

        Assert.DoesNotContain(birth!["links"]!.AsArray(), link => link!["method"]!.GetValue<string>() is "DELETE" or "PUT" || link["rel"]!.GetValue<string>() is "publish" or "execute");
    }

    [Fact]
    public async Task A_new_definition_is_saved_published_and_changed_into_a_new_draft()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var created = await SaveAsync(client, Line("Created " + Guid.NewGuid(), "one"));

        var refused = await PostAsync(client, created, publish: true);
        var reasons = await RefusedAsync(refused);
        Assert.Contains($"/designer/publish/{created["definitionId"]}", Assert.Single(reasons), StringComparison.Ordinal);

        await PublishOnPageAsync(client, created);
        var published = (await client.GetFromJsonAsync<JsonObject>($"{Api}/by-definition-id/{created["definitionId"]}", Cancellation))!;
        Assert.True(published!["isPublished"]!.GetValue<bool>());
        Text(published, "two");
        var draft = await SaveAsync(client, published);
        Assert.Equal((2, false, true), (draft["version"]!.GetValue<int>(), draft["isPublished"]!.GetValue<bool>(), draft["isLatest"]!.GetValue<bool>()));
        Text(draft, "three");
        var again = await SaveAsync(client, draft, publish: true);
        Assert.Equal((2, true), (again["version"]!.GetValue<int>(), again["isPublished"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_save_over_somebody_elses_is_refused_in_a_form_that_Studio_shows()
    {
        using var one = await shared.Server.ClientAsync(Role.Designer);
        one.DefaultRequestHeaders.Add("X-Editor-Session", "window-1");
        using var other = await shared.Server.ClientAsync(Role.Designer);
        other.DefaultRequestHeaders.Add("X-Editor-Session", "window-2");
        var mine = await SaveAsync(one, Line("Shared " + Guid.NewGuid(), "one"));
        var theirs = mine.DeepClone().AsObject();
        Text(mine, "mine");
        Text(theirs, "theirs");
        await SaveAsync(one, mine);

        var reasons = await RefusedAsync(await PostAsync(other, theirs));

        Assert.Contains("meanwhile", Assert.Single(reasons), StringComparison.Ordinal);
        Text(mine, "mine, saved before the answer came");
        await SaveAsync(one, mine);
    }

    [Fact]
    public async Task An_unknown_activity_travels_as_a_placeholder_and_is_stored_as_it_was()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var model = Line("Unknown " + Guid.NewGuid(), "one");
        model["root"]!["activities"]!.AsArray().Add(new JsonObject { ["id"] = "u1", ["type"] = "Agency.Gone.Ask", ["version"] = 3, ["question"] = new JsonObject { ["typeName"] = "String" } });

        var seen = await SaveAsync(client, model);
        var placeholder = seen["root"]!["activities"]![1]!;
        Assert.Equal(("Elsa.NotFoundActivity", "Agency.Gone.Ask", 3), (placeholder["type"]!.GetValue<string>(), placeholder["missingTypeName"]!.GetValue<string>(), placeholder["missingTypeVersion"]!.GetValue<int>()));
        placeholder["metadata"] = JsonNode.Parse("""{"designer":{"position":{"x":500,"y":20}}}""");
        await SaveAsync(client, seen);

        var exported = JsonNode.Parse(await client.GetStringAsync($"{Api}/{seen["definitionId"]}/export", Cancellation))!;
        var original = exported["root"]!["activities"]![1]!;
        Assert.Equal(("Agency.Gone.Ask", 3, "String", 500), (original["type"]!.GetValue<string>(), original["version"]!.GetValue<int>(), original["question"]!["typeName"]!.GetValue<string>(), original["metadata"]!["designer"]!["position"]!["x"]!.GetValue<int>()));
    }

    [Fact]
    public async Task What_is_exported_and_imported_again_changes_nothing()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var before = await client.GetStringAsync($"{Api}/death/export?versionOptions=Latest", Cancellation);

        using var answer = await client.PostAsync($"{Api}/import", new StringContent(before, Encoding.UTF8, "application/json"), Cancellation);
        var imported = (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(imported!["isPublished"]!.GetValue<bool>());
        Assert.Equal(before, await client.GetStringAsync($"{Api}/death/export?versionOptions=Latest", Cancellation));
        Assert.DoesNotContain("orchestrator:seen", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_and_saving_a_file_in_Studio_is_no_change()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var birth = (await client.GetFromJsonAsync<JsonObject>($"{Api}/by-definition-id/birth", Cancellation))!;
        birth["root"]!["activities"]!.AsArray().Add(Taken(birth["root"]!["activities"]!.AsArray()));

        var saved = await SaveAsync(client, birth);

        Assert.Equal(birth["id"]!.GetValue<string>(), saved["id"]!.GetValue<string>());
        Assert.True(saved["isPublished"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_case_of_a_procedure_is_not_started_without_an_application_and_another_workflow_is()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var own = await SaveAsync(client, Line("Run " + Guid.NewGuid(), "one"));

        using var procedure = await client.PostAsJsonAsync($"{Api}/birth/execute", new { versionOptions = "Latest" }, Cancellation);
        using var run = await client.PostAsJsonAsync($"{Api}/{own["definitionId"]}/execute", new { versionOptions = "Latest" }, Cancellation);

        Assert.True(procedure.Headers.Contains("x-elsa-workflow-cannot-start"));
        Assert.Equal(HttpStatusCode.OK, run.StatusCode);
        Assert.NotEmpty(run.Headers.GetValues("x-elsa-workflow-instance-id").Single());
        Text(own, "after the start");
        Assert.Equal(2, (await SaveAsync(client, own))["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_is_no_definition_is_refused_and_never_an_error_that_Studio_repeats()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        foreach (var body in (string[])["{", "null", "[]", "{}", """{"model":{}}""", """{"model":{"name":"x","root":{"type":"Elsa.Nothing","id":"r","version":1}}}"""])
        {
            using var answer = await client.PostAsync(Api, new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    private static JsonNode Taken(JsonArray list)
    {
        var first = list[0]!;
        list.RemoveAt(0);
        return first;
    }

    private static JsonObject Line(string name, string text) => Designs.Line(name, text);

    private static void Text(JsonObject model, string text) => model["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = text;

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, JsonObject model, bool publish = false) => Designs.PostAsync(client, model, publish);

    private static Task<JsonObject> SaveAsync(HttpClient client, JsonObject model, bool publish = false) => Designs.SaveAsync(client, model, publish);

    private static async Task<string[]> RefusedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            return [.. (await answer.JsonAsync()).GetProperty("errors").GetProperty("generalErrors").EnumerateArray().Select(error => error.GetString()!)];
        }
    }

    /// <summary>As a person would: signs in, opens the page, sends its form.</summary>
    private async Task PublishOnPageAsync(HttpClient _, JsonObject model)
    {
        using var page = await SignedIn.AsAsync(shared.Server, Role.Designer);
        var path = $"/designer/publish/{model["definitionId"]}";
        var html = await page.GetStringAsync(path, Cancellation);
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", SignedIn.Token(html)), new("versionId", model["id"]!.GetValue<string>()), new("revision", SignedIn.Field(html, "revision")),
            new("changeNote", "First one."), new("legalBasis", "Decree 63/2024/ND-CP"), new("validFrom", ""),
        ]);
        using var answer = await page.PostAsync(path, form, Cancellation);
        Assert.StartsWith(path + "?done=", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
    }
}
