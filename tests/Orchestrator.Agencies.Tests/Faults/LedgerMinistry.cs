using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Orchestrator.Agencies.Tests.Hosting;

namespace Orchestrator.Agencies.Tests.Faults;

/// <summary>An agency that does its work once per idempotency key and can be told to fail for some requests.</summary>
internal sealed class LedgerMinistry(bool answersLater)
{
    public const string Registered = """{"outcome":"registered","entryNumber":"12"}""";

    private readonly ConcurrentDictionary<string, byte> _keys = new();
    private int _failuresLeft;
    private Func<Received, HttpContext, Func<Task>, Task>? _fault;

    /// <summary>How often each entry was made, by the office that it is for.</summary>
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

    /// <summary>Does the work once a key: the same entry under another key is made twice.</summary>
    public void Do(Received request)
    {
        if (_keys.TryAdd(request.Key, 0))
            Work.AddOrUpdate(request.Target, 1, (_, times) => times + 1);
    }

    private Task DoAsync(Received request, HttpContext context)
    {
        Do(request);
        return answersLater ? MinistryServer.ReplyAsync(context, 202, """{"requestId":"r1"}""") : MinistryServer.ReplyAsync(context, 200, Registered);
    }
}
