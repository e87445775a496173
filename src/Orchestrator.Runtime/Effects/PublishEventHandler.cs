using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>Delivers an event to every case that waits for it, to each once.</summary>
internal sealed class PublishEventHandler(CaseRuntime runtime, ICaseQueries queries) : IEffectHandler
{
    private const int Page = 500;

    public string Kind => EffectKinds.PublishEvent;

    public async Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken)
    {
        var asked = effect.Effect.Payload;
        var name = asked.GetProperty("eventName").GetString()!;
        var correlationId = Text(asked, "correlationId");
        JsonElement? payload = asked.TryGetProperty("payload", out var carried) ? carried : null;
        if (Text(asked, "localTo") is { } local)
        {
            await DeliverAsync(CaseId.Parse(local, null), name, payload, effect.Effect.IdempotencyKey, cancellationToken);
        }
        else
        {
            var after = new CaseId(Guid.Empty);
            while (true)
            {
                var waiting = await queries.WaitingForAsync(name, correlationId, after, Page, cancellationToken);
                await Task.WhenAll(waiting.Select(caseId => DeliverAsync(caseId, name, payload, effect.Effect.IdempotencyKey, cancellationToken)));
                if (waiting.Count < Page) break;
                after = waiting[^1];
            }
        }

        (await runtime.SendAsync(effect.CaseId, new CompleteEffect(effect.Effect.Id, null, null, null), Actor.System, cancellationToken)).OrThrow();
    }

    private async Task DeliverAsync(CaseId caseId, string name, JsonElement? payload, string key, CancellationToken cancellationToken) =>
        (await runtime.SendAsync(caseId, new DeliverEvent(name, payload), Actor.System, key, cancellationToken)).OrThrow();

    private static string? Text(JsonElement payload, string member) =>
        payload.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
