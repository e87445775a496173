using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Snapshots;
using Quartz;

namespace Orchestrator.Runtime.Housekeeping;

/// <summary>Removes what only served running cases: snapshots of ended ones, and notes of deliveries whose effect is settled.</summary>
[DisallowConcurrentExecution]
internal sealed class TidyJob(TenureKeeper keeper, DeliveryLog deliveries, SnapshotStore snapshots, TimeProvider clock) : IJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (keeper.Current is null) return;
        await deliveries.ForgetAsync(clock.GetUtcNow() - Kept, cancellationToken);
        await snapshots.ForgetEndedAsync(cancellationToken);
    }
}
