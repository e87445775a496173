using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class DefinitionTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("birth")]
    [InlineData("death")]
    public async Task The_procedures_that_are_served_pass(string name)
    {
        using var answer = await ValidateAsync(File.ReadAllText(Path.Combine(TestServer.Repository, "workflows", "procedures", name, "workflow.json")));

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task An_unknown_activity_is_told_with_its_path()
    {
        var definition = Birth();
        definition["root"]!["activities"]![1]!["type"] = "Elsa.Unheard";
        using var answer = await ValidateAsync(definition.ToJsonString());

        var errors = (await answer.ProblemAsync(422, "definition-invalid")).GetProperty("errors").EnumerateArray().ToList();
        Assert.Contains(errors, error =>
            error.GetProperty("code").GetString() == "unknown-activity"
            && error.GetProperty("pointer").GetString()!.StartsWith("$.root.activities[1]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dangling_connection_is_told_with_its_path()
    {
        var definition = Birth();
        definition["root"]!["connections"]![0]!["target"]!["activity"] = "nowhere";
        using var answer = await ValidateAsync(definition.ToJsonString());

        var errors = (await answer.ProblemAsync(422, "definition-invalid")).GetProperty("errors").EnumerateArray().ToList();
        Assert.Contains(errors, error =>
            error.GetProperty("code").GetString() == "dangling-connection"
            && error.GetProperty("pointer").GetString()!.StartsWith("$.root.connections[0]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_callback_token_is_told()
    {
        using var anyone = shared.Server.Anonymous();
        using var content = new StringContent("""{"requestId":"1","outcome":"registered"}""", Encoding.UTF8, "application/json");
        using var answer = await anyone.PostAsync("/api/v1/callbacks/no-token-of-ours", content, Cancellation);

        await answer.ProblemAsync(404, "callback-unknown");
    }

    [Fact]
    public async Task After_all_that_the_server_is_still_ready()
    {
        using var anyone = shared.Server.Anonymous();
        using var answer = await anyone.GetAsync("/health/ready", Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static JsonNode Birth() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(TestServer.Repository, "workflows", "procedures", "birth", "workflow.json")))!;

    private async Task<HttpResponseMessage> ValidateAsync(string definition)
    {
        using var designer = await shared.Server.ClientAsync(Role.Designer);
        using var content = new StringContent(definition, Encoding.UTF8, "application/json");
        return await designer.PostAsync("/api/v1/definitions/validate", content, Cancellation);
    }
}
