using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Ledger;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Tests;

/// <summary>A running set of stand-in agencies and a client that speaks to them as the orchestrator does.</summary>
internal sealed class Agency : IAsyncDisposable
{
    private readonly SimulatorHost _host;
    private readonly HttpClient _client;

    private Agency(SimulatorHost host)
    {
        _host = host;
        _client = new HttpClient { BaseAddress = host.Address };
    }

    public HttpClient Client => _client;

    public static async Task<Agency> StartAsync(Func<SimulatorOptions, SimulatorOptions>? adjust = null)
    {
        var options = new SimulatorOptions
        {
            Url = "http://127.0.0.1:0",
            DataPath = SimulatorOptions.InMemory,
            CallbackDelay = TimeSpan.FromMilliseconds(1),
            CallbackRetryDelay = TimeSpan.FromMilliseconds(1),
        };
        return new Agency(await SimulatorHost.StartAsync(adjust?.Invoke(options) ?? options, TestContext.Current.CancellationToken));
    }

    public SimulatorReport Report() => _host.Report();

    public Task<HttpResponseMessage> SendAsync(string path, JsonObject body, string? key = null, Uri? callback = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (callback is not null)
            request.Headers.Add("X-Callback-Url", callback.ToString());
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonObject> AnswerAsync(string path, JsonObject body, string? key = null)
    {
        var response = await SendAsync(path, body, key);
        return await ReadAsync(response);
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();

    public async Task SwitchOnAsync(string agency, string? operation, string fault, int? count = null, int? delayMs = null)
    {
        var response = await _client.PostAsJsonAsync("/_control/faults", new { agency, operation, fault, count, delayMs }, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }
}

/// <summary>Requests as the workflows build them.</summary>
internal static class Requests
{
    public static JsonObject Birth(int seed = 1, string dossier = "G22.99.01-261123-0001", string? childName = null, bool confirmed = false)
    {
        var application = new SampleApplications(seed, TimeProvider.System).Birth(seed);
        if (childName is not null)
            application["child"]!["fullName"] = childName;
        return new JsonObject
        {
            ["dossierNumber"] = dossier,
            ["child"] = application["child"]!.DeepClone(),
            ["mother"] = application["mother"]!.DeepClone(),
            ["requester"] = application["requester"]!.DeepClone(),
            ["liveBirthCertificate"] = application["birthEvidence"]!.DeepClone(),
            ["duplicateConfirmed"] = confirmed,
        };
    }

    public static JsonObject Residence(string dossier = "G22.99.01-261123-0001", string? childName = null)
    {
        var application = new SampleApplications(1, TimeProvider.System).Birth(1);
        if (childName is not null)
            application["child"]!["fullName"] = childName;
        return new JsonObject
        {
            ["dossierNumber"] = dossier,
            ["registerNumber"] = "1/2026",
            ["child"] = application["child"]!.DeepClone(),
            ["residence"] = application["residence"]!.DeepClone(),
        };
    }

    public static JsonObject PersonalId(string registerNumber = "1/2026", string? childName = null) => new()
    {
        ["dossierNumber"] = "G22.99.01-261123-0001",
        ["registerNumber"] = registerNumber,
        ["child"] = new JsonObject { ["fullName"] = childName ?? "Nguyễn Minh An", ["dateOfBirth"] = "2026-11-20", ["sex"] = "female" },
    };
}
