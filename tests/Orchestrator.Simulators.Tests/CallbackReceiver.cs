using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Simulators.Tests;

/// <summary>Takes callbacks; refuses the first ones when told to.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly ConcurrentQueue<JsonObject> _accepted = new();
    private int _refusals;

    private CallbackReceiver(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    public int Refused { get; private set; }

    public IReadOnlyCollection<JsonObject> Accepted => _accepted;

    public static async Task<CallbackReceiver> StartAsync(int refusals = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new CallbackReceiver(builder.Build()) { _refusals = refusals };
        receiver._app.MapPost("/callback", receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        var address = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        receiver.Url = new Uri(new Uri(address), "/callback");
        return receiver;
    }

    /// <summary>Waits until so many callbacks were accepted since the last wait.</summary>
    public async Task WaitAsync(int count = 1)
    {
        for (var i = 0; i < count; i++)
            Assert.True(await _arrived.WaitAsync(_patience, TestContext.Current.CancellationToken), "Expected a callback, but none came.");
    }

    /// <summary>True when one more comes while the given work is done.</summary>
    public bool HasMore() => _arrived.Wait(0);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var body = (await JsonNode.ParseAsync(request.Body))!.AsObject();
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            Refused++;
            return Results.StatusCode(503);
        }

        _accepted.Enqueue(body);
        _arrived.Release();
        return Results.Ok();
    }
}
