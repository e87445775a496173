using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Triggers;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>Publishes the event of a case: to that case alone, or to whoever waits for it or begins with it.</summary>
internal sealed class PublishEventHandler(ICaseRuntime runtime, EventPublisher publisher) : IEffectHandler
{
    public string Kind => EffectKinds.PublishEvent;

    public async Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken)
    {
        var asked = effect.Effect.Payload;
        var published = new PublishedEvent(
            asked.GetProperty("eventName").GetString()!, Text(asked, "correlationId"), asked.TryGetProperty("payload", out var carried) ? carried : null, effect.Effect.IdempotencyKey);
        if (Text(asked, "localTo") is { } local) await publisher.DeliverAsync(CaseId.Parse(local, null), published, Actor.System, cancellationToken);
        else await publisher.PublishAsync(published, Actor.System, reaches: null, cancellationToken);
        (await runtime.SendAsync(effect.CaseId, new CompleteEffect(effect.Effect.Id, null, null, null), Actor.System, cancellationToken)).OrThrow();
    }

    private static string? Text(JsonElement payload, string member) =>
        payload.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
