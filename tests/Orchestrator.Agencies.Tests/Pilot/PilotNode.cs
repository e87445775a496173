using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Runtime;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Simulators;
using Orchestrator.Simulators.Ledger;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Pilot;

/// <summary>A node with the real engine, the real runtime and the pilot's documents, beside the stand-in agencies over real HTTP.</summary>
internal sealed class PilotNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SimulatorHost _agencies;
    private readonly string _folder;
    private readonly string? _postgres;
    private readonly TimeProvider? _clock;
    private readonly (string Key, string Value)[] _settings;
    private readonly Channel<CallbackOutcome> _callbacks = Channel.CreateUnbounded<CallbackOutcome>();
    private readonly HttpClient _forward = new();
    private string _url = "http://127.0.0.1:0";
    private WebApplication _app = null!;

    private PilotNode(SimulatorHost agencies, string folder, string? postgres, TimeProvider? clock, (string Key, string Value)[] settings) =>
        (_agencies, _folder, _postgres, _clock, _settings) = (agencies, folder, postgres, clock, settings);

    public IServiceProvider Services => _app.Services;

    /// <summary>Read at each call: what is changed here holds from the next one on.</summary>
    public IConfiguration Configuration => Services.GetRequiredService<IConfiguration>();

    public SimulatorReport Report => _agencies.Report();

    public static string Workflows([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../workflows"));

    /// <param name="postgres">Connection string of an empty database, or null for SQLite.</param>
    /// <param name="polls">False leaves it to callbacks to bring answers.</param>
    /// <param name="clock">Clock of cases and calls, or null for the real one.</param>
    /// <param name="callbackSecret">What the stand-in agencies sign callbacks with, or null for nothing.</param>
    /// <param name="document">What else to change in the agencies' documents.</param>
    /// <param name="settings">More configuration.</param>
    public static async Task<PilotNode> StartAsync(
        string? postgres = null, bool polls = true, TimeProvider? clock = null, string? callbackSecret = null, Func<string, string>? document = null,
        params (string Key, string Value)[] settings)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("pilot-").FullName;
        CopyDocuments(folder, polls ? "PT0.5S" : "PT5M", document ?? (text => text));
        var agencies = await SimulatorHost.StartAsync(
            new SimulatorOptions { Url = "http://127.0.0.1:0", DataPath = SimulatorOptions.InMemory, CallbackDelay = TimeSpan.FromMilliseconds(20), CallbackRetryDelay = TimeSpan.FromMilliseconds(50), CallbackSecret = callbackSecret },
            TestContext.Current.CancellationToken);
        var node = new PilotNode(agencies, folder, postgres, clock, settings);
        await node.BuildAsync();
        return node;
    }

    /// <summary>Puts another node in the place of this one, at the same address; what it has is in the database alone.</summary>
    public async Task ReplaceAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await BuildAsync();
    }

    private async Task BuildAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(_url);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Storage:Provider", _postgres is null ? "Sqlite" : "PostgreSql"),
            new("ConnectionStrings:Orchestrator", _postgres ?? $"Data Source={Path.Combine(_folder, "orchestrator.db")}"),
            new("Workflows:Path", _folder),
            new("Data:Path", _folder),
            new("Agencies:AllowLoopback", "true"),
            new("Agencies:Reconciliation:Settling", "00:00:00"),
            new("Agencies:Reconciliation:Again", "00:00:00.05"),
            new("Agencies:Circuit:FirstProbe", "00:00:00.02"),
            .. new[] { "justice", "population", "health", "social-security" }.Select(code => new KeyValuePair<string, string?>($"Agencies:{code}:BaseUrl", new Uri(_agencies.Address, code).ToString())),
        ]);
        builder.Configuration.AddInMemoryCollection(_settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)));
        if (_clock is not null)
            builder.Services.AddSingleton(_clock);
        builder.Services.AddOrchestratorRuntime(builder.Configuration);
        builder.Services.AddOrchestratorAgencies(builder.Configuration);
        var app = builder.Build();
        app.MapPost("/api/v1/callbacks/{token}", ReceiveAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        builder.Configuration["Public:BaseUrl"] = _url = app.Urls.First();
        _app = app;
    }

    /// <summary>Switches a fault of an agency on.</summary>
    public Task BreakAsync(string agency, string fault, int? count) => BreakAsync(agency, null, fault, count);

    /// <summary>Switches a fault of one operation on, or of a whole agency.</summary>
    public async Task BreakAsync(string agency, string? operation, string fault, int? count)
    {
        using var client = new HttpClient();
        using var response = await client.PostAsJsonAsync(new Uri(_agencies.Address, "/_control/faults"), new { agency, operation, fault, count }, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Switches all faults off.</summary>
    public async Task MendAsync()
    {
        using var client = new HttpClient();
        using var response = await client.DeleteAsync(new Uri(_agencies.Address, "/_control/faults"), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Starts a case of a definition and waits for its end or for an incident; says which ports its activities took.</summary>
    public async Task<(CaseState State, IReadOnlyDictionary<string, string> Ports)> RunAsync(string definition)
    {
        return await EndOfAsync(await StartCaseAsync(definition));
    }

    /// <summary>Starts a case of a definition.</summary>
    public async Task<CaseId> StartCaseAsync(string definition, string input = "{}")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var imported = await _app.Services.GetRequiredService<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(definition), "test", patience.Token);
        var (versionId, version) = imported switch
        {
            ImportOutcome.Imported(var id, var number) => (id, number),
            ImportOutcome.Unchanged(var id, var number) => (id, number),
            _ => throw new InvalidOperationException(imported is ImportOutcome.Refused refused ? string.Join("\n", refused.Faults) : imported.ToString()),
        };
        var definitionId = JsonElement.Parse(definition).GetProperty("definitionId").GetString()!;
        var runtime = _app.Services.GetRequiredService<ICaseRuntime>();
        var start = new StartRequest(null, null, _ => new CaseStarted(definitionId, versionId, version, JsonElement.Parse(input), null, null, null), Actor.System);
        StartOutcome outcome;
        while ((outcome = await runtime.StartAsync(start, patience.Token)) is StartOutcome.Unavailable)
            patience.Token.ThrowIfCancellationRequested();
        return Assert.IsType<StartOutcome.Started>(outcome).CaseId;
    }

    /// <summary>Waits for the end of a case or, unless told otherwise, for an incident of it; says which ports its activities took.</summary>
    public async Task<(CaseState State, IReadOnlyDictionary<string, string> Ports)> EndOfAsync(CaseId caseId, bool stopsAtIncident = true)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var runtime = _app.Services.GetRequiredService<ICaseRuntime>();
        var journal = _app.Services.GetRequiredService<IJournalReader>();
        await foreach (var entry in journal.FollowAsync(caseId, 0, patience.Token))
        {
            if (entry.Kind is nameof(IncidentOpened) or nameof(CaseStatusChanged) && await runtime.FindAsync(caseId, patience.Token) is { } state
                && (state.Status == CaseStatus.Finished || (stopsAtIncident && !state.Incidents.IsEmpty)))
                return (state, Ports(await journal.ReadAsync(caseId, 0, 500, patience.Token)));
        }

        throw new InvalidOperationException("The journal ended.");
    }

    private static Dictionary<string, string> Ports(IEnumerable<JournalEntry> entries)
    {
        var ports = new Dictionary<string, string>();
        foreach (var entry in entries.Where(entry => entry is { Kind: nameof(ActivityCompleted), ActivityId: not null }))
            ports[entry.ActivityId!] = string.Join(',', JsonElement.Parse(entry.Payload.Span).GetProperty("outcomes").EnumerateArray());
        return ports;
    }

    /// <summary>What became of the next callback that came.</summary>
    public async Task<CallbackOutcome> NextCallbackAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        return await _callbacks.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The state of a case as soon as it is as wanted.</summary>
    public async Task<CaseState> UntilAsync(CaseId caseId, Func<CaseState, bool> isWanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var runtime = Services.GetRequiredService<ICaseRuntime>();
        await foreach (var _ in Services.GetRequiredService<IJournalReader>().FollowAsync(caseId, 0, patience.Token))
        {
            if (await runtime.FindAsync(caseId, patience.Token) is { } state && isWanted(state))
                return state;
        }

        throw new InvalidOperationException("The journal ended.");
    }

    /// <summary>Passes a request on to the stand-in agencies, for a server that stands before them.</summary>
    public async Task ForwardAsync(Received request, HttpContext context)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_agencies.Address, request.Target)) { Content = new StringContent(request.Body, Encoding.UTF8, "application/json") };
        foreach (var name in (string[])["Idempotency-Key", "X-Callback-Url"])
        {
            if (request.Headers.TryGetValue(name, out var value))
                message.Headers.Add(name, value);
        }

        using var answer = await _forward.SendAsync(message, context.RequestAborted);
        await MinistryServer.ReplyAsync(context, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(context.RequestAborted));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _agencies.DisposeAsync();
        _forward.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    // The pilot's documents with waits that suit a test.
    private static void CopyDocuments(string folder, string poll, Func<string, string> document)
    {
        foreach (var file in System.IO.Directory.GetFiles(Path.Combine(Workflows(), "agencies"), "openapi.yaml", SearchOption.AllDirectories))
        {
            var target = System.IO.Directory.CreateDirectory(Path.Combine(folder, "agencies", Path.GetFileName(Path.GetDirectoryName(file)!))).FullName;
            var text = File.ReadAllText(file)
                .Replace("      x-idempotency:", "      x-retry: { first: PT0.02S, longest: PT0.2S }\n      x-idempotency:", StringComparison.Ordinal)
                .Replace("x-deadline: P10D", "x-deadline: PT1H", StringComparison.Ordinal)
                .Replace("after: PT5M, interval: PT5M", $"after: {poll}, interval: {poll}", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(target, "openapi.yaml"), document(text));
        }
    }

    private async Task<IResult> ReceiveAsync(string token, HttpRequest request, CallbackReceiver receiver, CancellationToken cancellationToken)
    {
        var outcome = await receiver.ReceiveAsync(new CallbackRequest(token, request.Body, request.ContentType, name => request.Headers[name].ToString() is { Length: > 0 } value ? value : null, null), cancellationToken);
        _callbacks.Writer.TryWrite(outcome);
        return outcome switch
        {
            CallbackOutcome.Unknown => Results.NotFound(),
            CallbackOutcome.Forged => Results.Unauthorized(),
            CallbackOutcome.Invalid => Results.UnprocessableEntity(),
            CallbackOutcome.Unavailable => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
            _ => Results.Ok(),
        };
    }
}
