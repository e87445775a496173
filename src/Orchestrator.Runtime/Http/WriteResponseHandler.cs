using System.Text.Json;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Http;

/// <summary>Hands what a case answers to the sender who waits for it; when none does any more, the history says so.</summary>
internal sealed class WriteResponseHandler(ICaseRuntime runtime, RequestWaiters waiters) : IEffectHandler
{
    public string Kind => EffectKinds.HttpResponse;

    public async Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken)
    {
        var requestId = effect.Effect.Payload.GetProperty("requestId").GetString()!;
        if (!waiters.TryAnswer(requestId, effect.Effect.Payload))
        {
            var lost = JsonSerializer.SerializeToElement(new { requestId, reason = "nobody-waits" });
            (await runtime.SendAsync(effect.CaseId, new RecordMark("http-response-not-delivered", lost), Actor.System, cancellationToken)).OrThrow();
        }

        (await runtime.SendAsync(effect.CaseId, new CompleteEffect(effect.Effect.Id, null, null, null), Actor.System, cancellationToken)).OrThrow();
    }
}
