using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Orchestrator.Agencies.Tests.Hosting;

namespace Orchestrator.Agencies.Tests.Faults;

/// <summary>An agency that does its work once per idempotency key and can be told to fail for some requests.</summary>
internal sealed class LedgerMinistry(bool answersLater)
{
    public const string Registered = """{"outcome":"registered","entryNumber":"12"}""";

    private int _failuresLeft;
    private Func<Received, HttpContext, Func<Task>, Task>? _fault;

    /// <summary>How often the work was done, by key.</summary>
    public ConcurrentDictionary<string, int> Work { get; } = new();

    /// <summary>Requests that hang until the caller gives up.</summary>
    public int Hanging;

    /// <summary>Lets the next requests to the first agency go wrong.</summary>
    public void Break(int times, Func<Received, HttpContext, Func<Task>, Task> fault) => (_failuresLeft, _fault) = (times, fault);

    public Task AnswerAsync(Received request, HttpContext context)
    {
        if (request.Target.StartsWith("/other", StringComparison.Ordinal))
            return MinistryServer.ReplyAsync(context, 200, Registered);
        if (request.Method == "GET")
            return MinistryServer.ReplyAsync(context, 200, Registered);
        return _fault is { } fault && Interlocked.Decrement(ref _failuresLeft) >= 0 ? fault(request, context, () => DoAsync(request, context)) : DoAsync(request, context);
    }

    /// <summary>Hangs until the caller gives up.</summary>
    public async Task HangAsync(HttpContext context)
    {
        Interlocked.Increment(ref Hanging);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (context.RequestAborted.Register(gone.SetResult))
            await gone.Task;
        Interlocked.Decrement(ref Hanging);
    }

    /// <summary>Does the work once; a repetition is recognised by its key.</summary>
    public void Do(Received request) => Work.TryAdd(request.Key, 1);

    private Task DoAsync(Received request, HttpContext context)
    {
        Do(request);
        return answersLater ? MinistryServer.ReplyAsync(context, 202, """{"requestId":"r1"}""") : MinistryServer.ReplyAsync(context, 200, Registered);
    }
}
