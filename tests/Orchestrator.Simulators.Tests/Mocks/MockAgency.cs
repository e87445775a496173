using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Mocks;

namespace Orchestrator.Simulators.Tests.Mocks;

/// <summary>A running mock of a document and a client that speaks to it.</summary>
internal sealed class MockAgency(MockHost host) : IAsyncDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = host.Address };

    public HttpClient Client => _client;

    public MockHost Host => host;

    public static Task<MockAgency> StartAsync(string text, Func<SimulatorOptions, SimulatorOptions>? adjust = null) => StartAsync(ForeignDocuments.Read(text), adjust);

    public static async Task<MockAgency> StartAsync(MockDocument document, Func<SimulatorOptions, SimulatorOptions>? adjust = null)
    {
        var options = new SimulatorOptions
        {
            Url = "http://127.0.0.1:0",
            DataPath = SimulatorOptions.InMemory,
            CallbackDelay = TimeSpan.FromMilliseconds(1),
            CallbackRetryDelay = TimeSpan.FromMilliseconds(1),
        };
        return new MockAgency(await MockHost.StartAsync(document, adjust?.Invoke(options) ?? options, TestContext.Current.CancellationToken));
    }

    public Task<HttpResponseMessage> PostAsync(string path, JsonObject body, string key, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task SwitchOnAsync(object fault) =>
        (await _client.PostAsJsonAsync("/_control/faults", fault, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await host.DisposeAsync();
    }
}
