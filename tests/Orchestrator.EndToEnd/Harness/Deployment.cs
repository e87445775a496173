using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.TestKit;

namespace Orchestrator.EndToEnd.Harness;

/// <summary>The product as it is deployed: the server and, apart from it, the stand-in agencies, each a real process on the loopback.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private static readonly string[] _agencies = ["health", "justice", "labour", "land-registry", "population", "public-security", "social-security", "tax"];
    private readonly string _directory;

    private Deployment(string directory, string? postgres, IEnumerable<KeyValuePair<string, string>> more)
    {
        _directory = directory;
        var simulators = PostgresCluster.FreePort();
        Simulators = new ProgramUnderTest("Orchestrator.Simulators", simulators, "/_control/health", [], new Dictionary<string, string>
        {
            ["urls"] = $"http://127.0.0.1:{simulators}",
            ["Simulators__DataPath"] = Path.Combine(directory, "simulators.db"),
            ["Simulators__CallbackRetryLimit"] = "00:00:02",
        });
        var port = PostgresCluster.FreePort();
        Settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Public__BaseUrl"] = $"http://127.0.0.1:{port}",
            ["Data__Path"] = Path.Combine(directory, "data"),
            ["Logs__Path"] = Path.Combine(directory, "logs"),
            ["Workflows__Path"] = Repository.Workflows,
            ["Simulators__Enabled"] = "false",
            ["Storage__Provider"] = postgres is null ? "Sqlite" : "PostgreSql",
            ["ConnectionStrings__Orchestrator"] = postgres ?? $"Data Source={Path.Combine(directory, "orchestrator.db")}",
        };
        foreach (var agency in _agencies) Settings[$"Agencies__{agency}__BaseUrl"] = $"{Simulators.Address}{agency}";
        foreach (var (key, value) in more) Settings[key] = value;
        Server = new ProgramUnderTest("Orchestrator.Server", port, "/health/ready", [], Settings);
    }

    public ProgramUnderTest Server { get; }

    public ProgramUnderTest Simulators { get; }

    /// <summary>The server's configuration, as environment variables.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <param name="postgres">Connection string of an empty database, or null for SQLite.</param>
    /// <param name="settings">More configuration, as environment variables.</param>
    public static async Task<Deployment> StartAsync(string? postgres = null, params KeyValuePair<string, string>[] settings)
    {
        var deployment = new Deployment(Directory.CreateTempSubdirectory("orchestrator-e2e-").FullName, postgres, settings);
        try
        {
            await deployment.Simulators.StartAsync();
            await deployment.Server.StartAsync();
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the server with the development key of a role.</summary>
    public HttpClient ClientOf(string role)
    {
        var client = new HttpClient { BaseAddress = Server.Address, Timeout = TimeSpan.FromMinutes(1) };
        client.DefaultRequestHeaders.Add("X-Api-Key", File.ReadAllText(Path.Combine(Settings["Data__Path"], "development-keys", role)).Trim());
        return client;
    }

    /// <summary>Generated applications of one procedure (<c>birth</c> or <c>death</c>).</summary>
    public async Task<IReadOnlyList<JsonObject>> ApplicationsAsync(string kind, int seed, int count)
    {
        using var client = new HttpClient { BaseAddress = Simulators.Address };
        var answer = await client.GetFromJsonAsync<JsonNode>(new Uri($"/_control/applications/{kind}?seed={seed}&count={count}", UriKind.Relative));
        return answer is JsonArray many ? [.. many.Select(one => one!.AsObject())] : [answer!.AsObject()];
    }

    /// <summary>Switches a fault of an operation on at the stand-in agencies.</summary>
    public async Task BreakAsync(string agency, string operation, string fault, int? count = null)
    {
        using var client = new HttpClient { BaseAddress = Simulators.Address };
        using var answer = await client.PostAsJsonAsync(new Uri("/_control/faults", UriKind.Relative), new { agency, operation, fault, count });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the stand-in agencies did.</summary>
    public async Task<AgencyReport> ReportAsync()
    {
        using var client = new HttpClient { BaseAddress = Simulators.Address };
        return (await client.GetFromJsonAsync<AgencyReport>(new Uri("/_control/report", UriKind.Relative)))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Simulators.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

/// <summary>What the stand-in agencies did, see their <c>/_control/report</c>.</summary>
internal sealed record AgencyReport(int Registrations, JsonArray Doubles, Dictionary<string, int> Requests, int PendingCallbacks)
{
    public int AllRequests => Requests.Values.Sum();
}
