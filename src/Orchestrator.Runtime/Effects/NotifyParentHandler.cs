using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>Tells a waiting case how its child ended. A parent that waits no longer is told nothing.</summary>
internal sealed class NotifyParentHandler(ICaseRuntime runtime) : IEffectHandler
{
    public string Kind => EffectKinds.NotifyParent;

    public async Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken)
    {
        var child = await runtime.FindAsync(effect.CaseId, cancellationToken)
            ?? throw new InvalidOperationException($"Expected case {effect.CaseId} to exist, because it has an effect; verify its journal.");
        if (child.Started.Parent is { BookmarkId: { } bookmark } parent)
        {
            var asked = effect.Effect.Payload;
            var subStatus = Enum.Parse<CaseSubStatus>(asked.GetProperty("subStatus").GetString()!);
            var output = asked.TryGetProperty("output", out var given) ? given : JsonDocument.Parse("{}").RootElement;
            (await runtime.SendAsync(parent.CaseId, new CompleteChild(bookmark, effect.CaseId, subStatus, output), Actor.System, cancellationToken)).OrThrow();
        }

        (await runtime.SendAsync(effect.CaseId, new CompleteEffect(effect.Effect.Id, null, null, null), Actor.System, cancellationToken)).OrThrow();
    }
}
