using System.Collections.Concurrent;
using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Http;

/// <summary>Senders that wait for the answer of a case, on the node that took their request; it is the one that runs the case.</summary>
internal sealed class RequestWaiters(CaseRuntime runtime, JournalFeed feed)
{
    private readonly ConcurrentDictionary<string, Waiter> _waiters = new(StringComparer.Ordinal);

    public Waiter Add(string requestId) => _waiters.GetOrAdd(requestId, id => new Waiter(id, () => _waiters.TryRemove(id, out _)));

    /// <summary>Hands an answer over.</summary>
    /// <returns>False when nobody waits for it any more.</returns>
    public bool TryAnswer(string requestId, JsonElement response) => _waiters.TryGetValue(requestId, out var waiter) && waiter.TryAnswer(response);

    /// <summary>Waits for the answer, but not longer than until it is clear that none comes now: the case waits for something else, or has ended.</summary>
    public async Task<EndpointAnswer> AnswerAsync(Waiter waiter, CaseId caseId, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(patience);
        try
        {
            while (true)
            {
                var next = feed.NextAsync(caseId);
                if (waiter.Answer.IsCompleted) break;
                if (await runtime.FindAsync(caseId, cancellationToken) is { } state && !MayAnswer(state, waiter.RequestId)) break;
                await Task.WhenAny(waiter.Answer, next).WaitAsync(over.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Not in time: the case goes on, and the sender is told where it is.
        }

        return waiter.Answer.IsCompletedSuccessfully ? new EndpointAnswer.Written(caseId, await waiter.Answer) : new EndpointAnswer.Accepted(caseId);
    }

    private static bool MayAnswer(CaseState state, string requestId) =>
        state.HasScheduledWork || state.Effects.Values.Any(effect => effect.Kind == EffectKinds.HttpResponse && effect.Payload.GetProperty("requestId").GetString() == requestId);
}

/// <summary>One sender that waits.</summary>
internal sealed class Waiter(string requestId, Action leave) : IDisposable
{
    private readonly TaskCompletionSource<JsonElement> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId => requestId;

    public Task<JsonElement> Answer => _answer.Task;

    public bool TryAnswer(JsonElement response) => _answer.TrySetResult(response);

    public void Dispose() => leave();
}
