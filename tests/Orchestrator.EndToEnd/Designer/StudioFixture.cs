using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.EndToEnd.Harness;
using Orchestrator.TestKit;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>One deployment on PostgreSQL and one signed-in browser for all tests of Studio; starting them costs more than any of the tests.</summary>
public sealed class StudioFixture : IAsyncLifetime
{
    // Generous, because WebAssembly is started by the processor that everything else runs on.
    private const float PatienceMs = 180_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-studio-").FullName;
    private PostgresCluster? _cluster;

    internal Deployment Deployment { get; private set; } = null!;

    internal DesignerBrowser Browser { get; private set; } = null!;

    internal HttpClient Designer { get; private set; } = null!;

    /// <summary>A copy of the repository's definitions, so that the designer may write into it.</summary>
    internal string Workflows => Path.Combine(_folder, "workflows");

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Workflows, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Workflows, Path.GetRelativePath(Repository.Workflows, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        _cluster = await PostgresCluster.StartAsync();
        Deployment = await Deployment.StartAsync(await _cluster.CreateDatabaseAsync(), KeyValuePair.Create("Workflows__Path", Workflows));
        Browser = await DesignerBrowser.SignInAsync(Deployment, "designer", PatienceMs);
        Designer = Deployment.ClientOf("designer");
        Designer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public async ValueTask DisposeAsync()
    {
        Designer?.Dispose();
        if (Browser is not null) await Browser.DisposeAsync();
        if (Deployment is not null) await Deployment.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A draft with a start and a join, a variable, and nothing that leads on.</summary>
    internal async Task<string> DraftAsync(string name, string more = "", string connections = "")
    {
        using var answer = await Designer.PostAsJsonAsync("/elsa/api/workflow-definitions", Model(name, more, connections), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["workflowDefinition"]!["definitionId"]!.GetValue<string>();
    }

    /// <summary>The newest version of a definition.</summary>
    internal async Task<JsonObject> DefinitionAsync(string id) =>
        (await Designer.GetFromJsonAsync<JsonObject>($"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Latest", TestContext.Current.CancellationToken))!;

    /// <summary>Waits until the newest version is stored as expected.</summary>
    internal Task StoredAsync(string id, string expected, Func<JsonObject, bool> condition) => Eventually.TrueAsync(
        async () => condition(await DefinitionAsync(id)), TimeSpan.FromMilliseconds(PatienceMs), () => $"{expected} to be stored in {id}");

    internal static JsonObject? Activity(JsonObject definition, string id) =>
        definition["root"]!["activities"]!.AsArray().Select(one => one!.AsObject()).FirstOrDefault(one => one["id"]!.GetValue<string>() == id);

    private static JsonNode Model(string name, string more, string connections) => JsonNode.Parse($$$$"""
        {"publish":false,"model":{"name":"{{{{name}}}}",
         "variables":[{"id":"v1","name":"RegisterNumber","typeName":"String","isArray":false,"value":"KS-2026-000001","storageDriverTypeName":"WorkflowInstanceStorageDriver"}],
         "root":{"type":"Elsa.Flowchart","version":1,"id":"Root","name":"Root","activities":[
          {"id":"Begin","name":"Begin","type":"Elsa.Start","version":1,"metadata":{"designer":{"position":{"x":60,"y":60},"size":{"width":140,"height":60} } } },
          {"id":"Gate","name":"Gate","type":"Elsa.FlowJoin","version":1,"metadata":{"designer":{"position":{"x":300,"y":60},"size":{"width":140,"height":60} } } }{{{{more}}}}],
          "connections":[{"source":{"activity":"Begin","port":"Done"},"target":{"activity":"Gate","port":"In"},"vertices":[]}{{{{connections}}}}] } } }
        """)!;
}

[CollectionDefinition(Name)]
public sealed class StudioCollection : ICollectionFixture<StudioFixture>
{
    public const string Name = "Studio";
}
