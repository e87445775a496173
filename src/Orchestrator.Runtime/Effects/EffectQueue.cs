using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

internal sealed class EffectQueue(TenureKeeper keeper, EffectReader reader) : IEffectQueue
{
    // Without a tenure there is nothing to wake: the next one offers every effect by itself.
    public void Schedule(CaseId caseId, string effectId, DateTimeOffset at) => keeper.Current?.Effects.Schedule(caseId, effectId, at);

    public async Task<IReadOnlyList<PendingEffect>> PendingAsync(string kind, int limit, CancellationToken cancellationToken) =>
        await reader.OfKindAsync(kind, limit, cancellationToken);

    public Task<PendingEffect?> FindAsync(CaseId caseId, string effectId, CancellationToken cancellationToken) =>
        reader.FindAsync(caseId, effectId, cancellationToken);
}
