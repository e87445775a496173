using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>Workflows that stand as activities in others: looking into them, who uses them, and following them.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class UsedWorkflowTests(SharedServer shared)
{
    [Fact]
    public async Task Looking_into_a_used_workflow_shows_its_content_under_the_node_ids_of_a_running_case()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var (outer, _, type) = await NestedAsync(client);
        var version = outer["id"]!.GetValue<string>();

        var node = await Designs.GetAsync(client, $"{Designs.Api}/subgraph/{version}?parentNodeId=Workflow1:f:use");
        var segments = await Designs.GetAsync(client, $"{Designs.Api}/subgraph/segments/{version}?childNodeId=Workflow1:f:use:Workflow1:f:w");
        var whole = await Designs.GetAsync(client, $"{Designs.Api}/subgraph/{version}?parentNodeId=unknown");

        Assert.Equal(("Workflow1:f:use", "Activities", type), (Text(node, "nodeId"), Text(node, "port"), node["activity"]!["type"]!.GetValue<string>()));
        var content = node["activity"]!["root"]!;
        Assert.Equal(("Elsa.Workflow", "Workflow1:f:use:Workflow1"), (Text(content, "type"), Text(content, "nodeId")));
        Assert.Equal("Workflow1:f:use:Workflow1:f:w", Text(content["root"]!["activities"]![0]!, "nodeId"));
        Assert.Equal(("Root", "Workflow1:f:use:Workflow1"), (Text(node["children"]![0]!, "port"), Text(node["children"]![0]!, "nodeId")));
        Assert.Equal("Workflow1:f:use:Workflow1:f:w", Text(segments["childNode"]!, "nodeId"));
        Assert.Equal("Workflow1:f:use", Text(segments["container"]!, "nodeId"));
        var segment = Assert.Single(segments["pathSegments"]!.AsArray())!;
        Assert.Equal(("Workflow1:f:use", "use", type, "Root"), (Text(segment, "activityNodeId"), Text(segment, "activityId"), Text(segment, "activityType"), Text(segment, "portName")));
        Assert.Equal(("Workflow1", "Elsa.Workflow"), (Text(whole, "nodeId"), whole["activity"]!["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_Studio_showed_of_a_used_workflow_is_not_stored_in_the_one_that_uses_it()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var (outer, _, _) = await NestedAsync(client);
        var node = await Designs.GetAsync(client, $"{Designs.Api}/subgraph/{outer["id"]}?parentNodeId=Workflow1:f:use");
        var use = outer["root"]!["activities"]!.AsArray().First(activity => activity!["id"]!.GetValue<string>() == "use")!;
        use["root"] = node["activity"]!["root"]!.DeepClone();

        var saved = await Designs.SaveAsync(client, outer);

        Assert.Equal(outer["id"]!.GetValue<string>(), saved["id"]!.GetValue<string>());
        Assert.All(saved["root"]!["activities"]!.AsArray(), activity => Assert.Null(activity!["root"]));
    }

    [Fact]
    public async Task Who_uses_a_workflow_is_known_and_follows_it_when_it_says_so()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var (outer, inner, _) = await NestedAsync(client, follow: true);
        var (innerId, outerId) = (inner["definitionId"]!.GetValue<string>(), outer["definitionId"]!.GetValue<string>());

        Assert.Equal([outerId], Designs.Texts((await Designs.GetAsync(client, $"{Designs.Api}/{innerId}/consumers"))["consumingWorkflowDefinitionIds"]));
        Assert.Empty((await Designs.GetAsync(client, $"{Designs.Api}/{outerId}/consumers"))["consumingWorkflowDefinitionIds"]!.AsArray());

        inner["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "changed";
        var newer = await Designs.PublishAsync(shared.Server, client, inner);
        var (status, updated) = await Designs.SendAsync(client, $"{Designs.Api}/{innerId}/update-references", new { });
        var follower = await Designs.GetAsync(client, $"{Designs.Api}/by-definition-id/{outerId}?versionOptions=Published");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(updated!["affectedWorkflows"]);
        Assert.Equal(2, follower["version"]!.GetValue<int>());
        Assert.Equal(Text(newer, "id"), Text(follower["root"]!["activities"]!.AsArray().First(activity => Text(activity!, "id") == "use")!, "workflowDefinitionVersionId"));
        Assert.Equal(HttpStatusCode.NotFound, (await Designs.SendAsync(client, $"{Designs.Api}/no-such/update-references", new { })).Status);
    }

    [Theory]
    [InlineData("subgraph/no-such:1?parentNodeId=x", HttpStatusCode.NotFound)]
    [InlineData("subgraph/segments/no-such:1?childNodeId=x", HttpStatusCode.NotFound)]
    [InlineData("subgraph/segments/birth:1?childNodeId=no-such", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_is_said_as_an_Elsa_server_does(string path, HttpStatusCode expected)
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        using var answer = await client.GetAsync($"{Designs.Api}/{path}", TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
    }

    private async Task<(JsonObject Outer, JsonObject Inner, string Type)> NestedAsync(HttpClient client, bool follow = false)
    {
        var type = Designs.Name("Inner");
        var inner = Designs.Line(type, "inside");
        inner["options"] = new JsonObject { ["usableAsActivity"] = true, ["autoUpdateConsumingWorkflows"] = follow };
        inner = await Designs.PublishAsync(shared.Server, client, inner);
        var outer = Designs.Line(Designs.Name("Outer"), "before");
        outer["root"]!["activities"]!.AsArray().Add(new JsonObject { ["id"] = "use", ["type"] = type, ["version"] = 1, ["workflowDefinitionId"] = Text(inner, "definitionId") });
        outer["root"]!["connections"]!.AsArray().Add(new JsonObject { ["source"] = new JsonObject { ["activity"] = "w" }, ["target"] = new JsonObject { ["activity"] = "use" } });
        return (await Designs.PublishAsync(shared.Server, client, outer), inner, type);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
