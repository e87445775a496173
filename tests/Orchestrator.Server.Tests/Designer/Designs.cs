using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>Small definitions, and what a designer's client does with them.</summary>
internal static class Designs
{
    public const string Api = "/elsa/api/workflow-definitions";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A flowchart of one WriteLine, as Studio would create it.</summary>
    public static JsonObject Line(string name, string text) => JsonNode.Parse("""
        {"definitionId":null,"id":null,"name":"NAME","variables":null,"options":null,"customProperties":null,
         "root":{"id":"f","type":"Elsa.Flowchart","version":1,"activities":[{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"TEXT"}}}],"connections":[]}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("TEXT", text, StringComparison.Ordinal))!.AsObject();

    /// <summary>A name that no other test uses, and that is a type name too.</summary>
    public static string Name(string about) => about + Guid.NewGuid().ToString("N");

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, JsonObject model, bool publish = false) =>
        client.PostAsJsonAsync(Api, new JsonObject { ["model"] = model.DeepClone(), ["publish"] = publish }, Cancellation);

    public static async Task<JsonObject> SaveAsync(HttpClient client, JsonObject model, bool publish = false)
    {
        using var answer = await PostAsync(client, model, publish);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!["workflowDefinition"]!.AsObject();
    }

    /// <summary>Saves and publishes with everything that has to go on record.</summary>
    public static async Task<JsonObject> PublishAsync(TestServer server, HttpClient client, JsonObject model)
    {
        var saved = await SaveAsync(client, model);
        var id = saved["definitionId"]!.GetValue<string>();
        var library = server.Services.GetRequiredService<IDefinitionLibrary>();
        var version = (await library.HistoryAsync(id, Cancellation))[0];
        Assert.IsType<PublishOutcome.Published>(await library.PublishAsync(version, new Publication("an", "For a test.", "Decree 1", null, DateTimeOffset.UtcNow), Cancellation));
        return (await GetAsync(client, $"{Api}/by-definition-id/{id}")).AsObject();
    }

    public static async Task<JsonNode> GetAsync(HttpClient client, string path) => (await client.GetFromJsonAsync<JsonNode>(path, Cancellation))!;

    public static async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(item => item!.GetValue<string>())];

    public static string[] Reasons(JsonNode? refusal) => Texts(refusal!["errors"]!["generalErrors"]);
}
