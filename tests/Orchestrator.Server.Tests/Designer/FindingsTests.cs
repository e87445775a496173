using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>What the badge beside the editor asks.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class FindingsTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_answered_with_what_the_linter_finds_in_the_readers_language()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        using var saved = await client.PostAsJsonAsync("/elsa/api/workflow-definitions", Lost(), Cancellation);
        var id = (await saved.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["workflowDefinition"]!["definitionId"]!.GetValue<string>();

        var english = await FindingAsync(client, id);
        client.DefaultRequestHeaders.AcceptLanguage.Clear();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("vi");
        var vietnamese = await FindingAsync(client, id);

        Assert.Equal("warning", english["severity"]!.GetValue<string>());
        Assert.StartsWith("Expected", english["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("Cần", vietnamese["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_definitions_have_none_and_an_unknown_one_is_not_found()
    {
        using var client = await shared.Server.ClientAsync(Role.Auditor);

        foreach (var id in new[] { "birth", "death", "land-transfer", "covid-support" })
            Assert.Equal("[]", (await client.GetFromJsonAsync<JsonObject>($"/designer/findings/{id}", Cancellation))!["items"]!.ToJsonString());
        using var none = await client.GetAsync("/designer/findings/none", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static async Task<JsonNode> FindingAsync(HttpClient client, string id) =>
        (await client.GetFromJsonAsync<JsonObject>($"/designer/findings/{id}", Cancellation))!["items"]!.AsArray().Single(item => item!["rule"]!.GetValue<string>() == "unreachable-activity" && item["activityId"]!.GetValue<string>() == "Lost")!;

    private static JsonObject Lost() => new()
    {
        ["model"] = JsonNode.Parse($$$"""
            {"name":"Lost {{{Guid.NewGuid()}}}","root":{"type":"Elsa.Flowchart","version":1,"id":"F","activities":[
              {"type":"Elsa.Start","version":1,"id":"Begin"},{"type":"Elsa.WriteLine","version":1,"id":"Said"},{"type":"Elsa.WriteLine","version":1,"id":"Lost"},{"type":"Elsa.WriteLine","version":1,"id":"After"}],
             "connections":[{"source":{"activity":"Begin"},"target":{"activity":"Said"}},{"source":{"activity":"Lost"},"target":{"activity":"After"}},{"source":{"activity":"After"},"target":{"activity":"Lost"}}]}}
            """),
        ["publish"] = false,
    };
}
