using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>
/// Refusals in the one form whose texts Studio shows. Studio breaks on 409 and repeats 5xx for 14 seconds, so what a client does wrong is always 400 or 404.
/// </summary>
[Collection(SharedServerCollection.Name)]
public sealed class RefusalTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "workflow-definitions/by-definition-id/none?versionOptions=Latest", "Expected a definition with the id 'none', but there is none; choose one from the list.")]
    [InlineData("GET", "workflow-definitions/birth/export?versionOptions=99", "Expected a definition with the id 'birth', but there is none; choose one from the list.")]
    [InlineData("GET", "workflow-definitions/by-id/none", "Expected the version 'none', but there is none; choose one from the version history.")]
    [InlineData("POST", "workflow-definitions/none/publish", "Expected a definition with the id 'none', but there is none; choose one from the list.")]
    [InlineData("POST", "workflow-definitions/none/retract", "Expected a definition with the id 'none', but there is none; choose one from the list.")]
    [InlineData("POST", "workflow-definitions/none/execute", "Expected a definition with the id 'none', but there is none; choose one from the list.")]
    [InlineData("POST", "workflow-definitions/birth/revert/99", "Expected the version '99', but there is none; choose one from the version history.")]
    [InlineData("DELETE", "workflow-definitions/none", "Expected a definition with the id 'none', but there is none; choose one from the list.")]
    [InlineData("DELETE", "workflow-definition-versions/none", "Expected the version 'none', but there is none; choose one from the version history.")]
    [InlineData("GET", "workflow-instances/none", "Expected a case with the id 'none', but there is none that you may see; look it up in the list.")]
    [InlineData("POST", "workflow-instances/none/journal", "Expected a case with the id 'none', but there is none that you may see; look it up in the list.")]
    [InlineData("GET", "workflow-instances/none/variables", "Expected a case with the id 'none', but there is none that you may see; look it up in the list.")]
    public async Task What_is_not_there_is_not_found_with_what_to_do(string method, string path, string reason) =>
        AssertRefusal(404, reason, await AskAsync(method, path, "{}"));

    [Theory]
    [InlineData("workflow-definitions", "null", "Expected a JSON object as the body, but it is null; send what the operation asks for.")]
    [InlineData("workflow-definitions", """{"publish":true}""", "Expected a definition in Elsa 3's format, but the body is none; export the workflow again and send that.")]
    [InlineData("workflow-definitions/import", "{}", "Expected a definition in Elsa 3's format, but the body is none; export the workflow again and send that.")]
    [InlineData("workflow-definitions/birth/bulk-dispatch", """{"count":0}""", "Expected an application: a case of a procedure starts with one; try it at /designer/try/birth, or send an application to /api/v1/procedures/2.002621/cases.")]
    public async Task What_cannot_be_done_is_refused_with_what_to_do(string path, string body, string reason) => AssertRefusal(400, reason, await AskAsync("POST", path, body));

    [Theory]
    [InlineData("POST", "workflow-definitions", "{")]
    [InlineData("POST", "workflow-definitions", "[]")]
    [InlineData("POST", "workflow-instances", """{"page":"first"}""")]
    [InlineData("POST", "bulk-actions/delete/workflow-definitions/by-id", """{"ids":"birth"}""")]
    public async Task What_cannot_be_read_is_refused_in_the_same_form(string method, string path, string body)
    {
        var answer = JsonNode.Parse(await AskAsync(method, path, body))!;

        Assert.Equal(400, answer["statusCode"]!.GetValue<int>());
        Assert.Equal("One or more errors occurred!", answer["message"]!.GetValue<string>());
        Assert.StartsWith("Expected ", Assert.Single(Designs.Reasons(answer)), StringComparison.Ordinal);
    }

    /// <summary>What is wrong in the address is told in <c>detail</c>, which Studio shows too.</summary>
    [Theory]
    [InlineData("GET", "workflow-definitions?Page=first")]
    [InlineData("POST", "workflow-definitions/birth/revert/first")]
    [InlineData("POST", "workflow-instances/none/journal?skip=first")]
    public async Task An_address_that_cannot_be_read_is_refused_in_words(string method, string path)
    {
        using var client = await shared.Server.ClientAsync(Role.Administrator);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/elsa/api/{path}");
        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("Expected ", (await answer.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_save_over_somebody_elses_names_who_saved_when_and_is_no_conflict_on_which_Studio_breaks()
    {
        using var one = await shared.Server.ClientAsync(Role.Designer);
        using var other = await shared.Server.ClientAsync(Role.Administrator);
        var theirs = await Designs.SaveAsync(one, Designs.Line(Designs.Name("Refused"), "one"));
        var mine = theirs.DeepClone().AsObject();
        theirs["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "theirs";
        mine["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "mine";
        await Designs.SaveAsync(other, theirs);

        using var answer = await Designs.PostAsync(one, mine);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var reason = Assert.Single(Designs.Reasons(JsonNode.Parse(text)));
        Assert.Matches("^Expected to save over what you saw, but .*test-Administrator.* saved version 1 at [0-2][0-9]:[0-5][0-9] meanwhile; nothing was stored. Reload the page to see it, then change that.$", reason);
        AssertRefusal(400, reason, text);
        var stored = await Designs.GetAsync(one, $"{Designs.Api}/by-definition-id/{mine["definitionId"]}");
        Assert.Equal("theirs", stored["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!.GetValue<string>());
    }

    private static void AssertRefusal(int status, string reason, string text)
    {
        var expected = new JsonObject { ["statusCode"] = status, ["message"] = "One or more errors occurred!", ["errors"] = new JsonObject { ["generalErrors"] = new JsonArray(reason) } };
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(text)), text);
    }

    /// <summary>The body of a refusal; its status must say the same as the answer's.</summary>
    private async Task<string> AskAsync(string method, string path, string body)
    {
        using var client = await shared.Server.ClientAsync(Role.Administrator);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/elsa/api/{path}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(JsonNode.Parse(text)?["statusCode"]?.GetValue<int>() == (int)answer.StatusCode, $"{(int)answer.StatusCode}: {text}");
        return text;
    }
}
