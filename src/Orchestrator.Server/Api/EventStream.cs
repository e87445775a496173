using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Orchestrator.Server.Api;

/// <summary>Server-sent events from a sequence, with a comment now and then so that proxies do not take an idle stream for a dead one.</summary>
/// <param name="items">What is sent.</param>
/// <param name="name">Name of the events.</param>
/// <param name="id">The number that a client comes back with in <c>Last-Event-ID</c>.</param>
/// <param name="stopping">Ends the stream when the server stops.</param>
internal sealed class EventStream<T>(IAsyncEnumerable<T> items, string name, Func<T, long> id, CancellationToken stopping) : IResult
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = httpContext.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
        var time = httpContext.RequestServices.GetRequiredService<TimeProvider>();
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            await WriteAsync(response, ": open\n\n", ending.Token);
            await SendAsync(response, json, time, ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client has gone or the server stops: the end of every stream.
        }
    }

    private async Task SendAsync(HttpResponse response, JsonSerializerOptions json, TimeProvider time, CancellationTokenSource ending)
    {
        await using var entries = items.GetAsyncEnumerator(ending.Token);
        var next = entries.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(KeepAlive, time, ending.Token)) != next)
                {
                    ending.Token.ThrowIfCancellationRequested();
                    await WriteAsync(response, ": still here\n\n", ending.Token);
                    continue;
                }

                if (!await next)
                    return;
                var entry = entries.Current;
                var number = id(entry).ToString(CultureInfo.InvariantCulture);
                await WriteAsync(response, $"event: {name}\nid: {number}\ndata: {JsonSerializer.Serialize(entry, json)}\n\n", ending.Token);
                next = entries.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // A sequence must not be disposed of while it is being asked for its next item.
            await ending.CancelAsync();
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
