using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Server.Access;
using Orchestrator.Server.Hosting;

namespace Orchestrator.Server.Tests.Running;

/// <summary>The real server on a free loopback port, with a directory of its own on SQLite and without stand-in agencies.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string directory;

    private TestServer(WebApplication app, string directory) => (this.app, this.directory) = (app, directory);

    public Uri Address => new(app.Urls.First());

    public IServiceProvider Services => app.Services;

    public string Data => Path.Combine(directory, "data");

    public string Logs => Path.Combine(directory, "logs");

    public static string Repository { get; } = FindRepository();

    public static async Task<TestServer> StartAsync(
        string environment = "Development", Action<WebApplicationBuilder>? customize = null, string? workflows = null)
    {
        var directory = Directory.CreateTempSubdirectory("orchestrator-server-").FullName;
        string[] settings =
        [
            $"--environment={environment}", "--urls=http://127.0.0.1:0", $"--Root={directory}", $"--Workflows:Path={workflows ?? Path.Combine(Repository, "workflows")}",
            "--Simulators:Enabled=false", "--Logging:LogLevel:Default=Debug", "--Logs:Console=false",
        ];
        var app = ServerHost.Build(settings, customize);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var server = new TestServer(app, directory);
        await server.WaitUntilReadyAsync();
        return server;
    }

    /// <summary>A client without a key.</summary>
    public HttpClient Anonymous() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>A client with a fresh key, in English.</summary>
    public async Task<HttpClient> ClientAsync(Role role, string? agency = null, params string[] localities)
    {
        var key = await KeyAsync(role, agency, localities);
        var client = Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        return client;
    }

    public async Task<string> KeyAsync(Role role, string? agency = null, params string[] localities)
    {
        var draft = new KeyDraft($"test-{role}", role, agency ?? (role == Role.Agency ? "portal" : null), [.. localities], TimeSpan.FromDays(1)) { Holder = $"test-{role.Name()}" };
        return (await Services.GetRequiredService<KeyStore>().CreateAsync(draft, "system:test", false, TestContext.Current.CancellationToken)).Text;
    }

    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await app.StopAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
    }

    // Owning the shards and loading the procedures go on after the start.
    private async Task WaitUntilReadyAsync()
    {
        using var client = Anonymous();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await client.GetAsync("/health/ready", patience.Token);
            if (answer.IsSuccessStatusCode)
                return;
            await Task.Delay(50, patience.Token);
        }
    }

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Orchestrator.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not lie inside the repository.");
        return directory.FullName;
    }
}

/// <summary>One server for all tests that only ask.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>Shares the server between the classes that are in it.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServerCollection : ICollectionFixture<SharedServer>
{
    public const string Name = "shared server";
}

/// <summary>Reading answers.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Asserts that an answer is a complete problem of a code, and gives it.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal("urn:orchestrator:problem:" + code, problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString()!);
        return problem;
    }
}
