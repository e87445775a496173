using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cli.Export;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Storage;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary><c>orchestrator export</c> and the button of the publish page, on the real server with a copy of the repository's files.</summary>
public sealed class ExportTests(ServerOnCopiedFiles copied) : IClassFixture<ServerOnCopiedFiles>
{
    private TestServer Server => copied.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exporting_changes_only_what_was_changed_and_the_next_start_reads_it_as_the_same()
    {
        using var designer = await Server.ClientAsync(Role.Designer);
        var before = Files();
        var (code, output, errors) = await RunAsync(new ServerSource(designer), "death", "land-transfer");
        Assert.True(code == 0, errors);
        Assert.EndsWith("2 definitions, 0 written\n", output, StringComparison.Ordinal);
        Assert.Equal(before, Files());

        await PublishAsync("death", definition => definition["description"] = "Changed in the designer.");
        await PublishAsync("fee", _ => { }, """
            {"definitionId":"fee","name":"Fee","root":{"id":"f","type":"Elsa.Flowchart","version":1,"activities":[{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"lệ phí"}}}],"connections":[]}}
            """);
        (code, output, errors) = await RunAsync(new ServerSource(designer), "death", "land-transfer", "fee");

        Assert.True(code == 0, errors);
        Assert.Contains("written   procedures/death/workflow.json", output, StringComparison.Ordinal);
        Assert.Contains("written   definitions/fee.json", output, StringComparison.Ordinal);
        var after = Files();
        Assert.Equal(["definitions/fee.json", "procedures/death/workflow.json"], after.Where(file => before.GetValueOrDefault(file.Key) != file.Value).Select(file => file.Key).Order(StringComparer.Ordinal));
        var changed = Assert.Single(before["procedures/death/workflow.json"].Split('\n').Zip(after["procedures/death/workflow.json"].Split('\n')), pair => pair.First != pair.Second);
        Assert.Equal("  \"description\": \"Changed in the designer.\",", changed.Second);

        await Server.Services.GetRequiredService<ProcedureLoader>().LoadAsync(Cancellation);
        var catalog = Server.Services.GetRequiredService<ProcedureCatalog>();
        Assert.Empty(catalog.Faults);
        Assert.Equal(2, (await PublishedAsync("death")).Version);
        Assert.Equal(1, (await PublishedAsync("fee")).Version);
    }

    [Fact]
    public async Task The_database_says_the_same_as_the_server()
    {
        await PublishAsync("birth", definition => definition["description"] = "Changed.");
        await using var source = new DatabaseSource("Sqlite", Server.Services.GetRequiredService<StorageSettings>().ConnectionString);

        var (code, output, errors) = await RunAsync(source, "birth", "nothing");

        Assert.Equal(2, code);
        Assert.StartsWith("Expected a published version of 'nothing'", errors, StringComparison.Ordinal);
        Assert.Equal("written   procedures/birth/workflow.json\n1 definitions, 1 written\n", output);
        (code, output, _) = await RunAsync(source, "birth");
        Assert.Equal((0, "unchanged procedures/birth/workflow.json\n1 definitions, 0 written\n"), (code, output));
    }

    [Fact]
    public async Task All_are_exported_and_a_key_that_may_not_and_a_server_that_is_not_there_are_said_plainly()
    {
        using var stranger = Server.Anonymous();
        using var nowhere = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1/") };

        using var designer = await Server.ClientAsync(Role.Designer);
        var (all, output, _) = await RunAsync(new ServerSource(designer));
        var (refused, _, why) = await RunAsync(new ServerSource(stranger));
        var (absent, _, where) = await RunAsync(new ServerSource(nowhere));

        Assert.Equal((0, 2, 2), (all, refused, absent));
        Assert.Contains(" procedures/land-transfer/workflow.json\n", output, StringComparison.Ordinal);
        Assert.Contains("set ORCHESTRATOR_API_KEY", why, StringComparison.Ordinal);
        Assert.StartsWith("Expected a server at http://127.0.0.1:1/, but", where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_button_of_the_publish_page_writes_the_file_and_says_where()
    {
        await PublishAsync("covid-support", definition => definition["description"] = "By the button.");
        using var page = await SignedIn.AsAsync(Server, Role.Designer);
        var html = await page.GetStringAsync("/designer/publish/covid-support", Cancellation);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", SignedIn.Token(html))]);

        using var answer = await page.PostAsync("/designer/publish/covid-support/file", form, Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("procedures%2Fcovid-support%2Fworkflow.json", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"description\": \"By the button.\"", Files()["procedures/covid-support/workflow.json"], StringComparison.Ordinal);
        Assert.True((await PublishedAsync("covid-support")).IsInFile);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(IExportSource source, params string[] definitions)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        var code = await ExportCommand.RunAsync(source, new WorkflowsFolder(copied.Workflows), definitions, output, errors, Cancellation);
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>Changes a definition as a designer would and publishes it.</summary>
    private async Task PublishAsync(string definitionId, Action<JsonObject> change, string? json = null)
    {
        var library = Server.Services.GetRequiredService<IDefinitionLibrary>();
        var definition = json is not null ? JsonNode.Parse(json)!.AsObject() : JsonObject.Create((await library.ReadAsync((await PublishedAsync(definitionId)).VersionId, Cancellation))!.Json)!;
        change(definition);
        var saved = Assert.IsType<SaveOutcome.Saved>(await library.SaveAsync(
            new DefinitionDraft(definitionId, System.Text.Json.JsonSerializer.SerializeToElement(definition), "an", null, null), Cancellation));
        Assert.IsType<PublishOutcome.Published>(await library.PublishAsync(saved.Definition.Version, new Publication("an", "Changed.", "Decree 1", null, DateTimeOffset.UtcNow), Cancellation));
    }

    private async Task<DefinitionVersion> PublishedAsync(string definitionId) =>
        (await Server.Services.GetRequiredService<IDefinitionLibrary>().HistoryAsync(definitionId, Cancellation)).First(version => version.IsPublished);

    private Dictionary<string, string> Files() => Directory.EnumerateFiles(copied.Workflows, "*.json", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(copied.Workflows, file), File.ReadAllText, StringComparer.Ordinal);
}

/// <summary>A server that may write its workflow files: they are a copy of the repository's.</summary>
public sealed class ServerOnCopiedFiles : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-export-").FullName;

    internal TestServer Server { get; private set; } = null!;

    public string Workflows => Path.Combine(_folder, "workflows");

    public async ValueTask InitializeAsync()
    {
        var source = Path.Combine(TestServer.Repository, "workflows");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Workflows, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Server = await TestServer.StartAsync(workflows: Workflows);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
