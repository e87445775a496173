using Orchestrator.Runtime.Running;
using Quartz;

namespace Orchestrator.Runtime.Housekeeping;

/// <summary>
/// The backstop behind timers in memory: looks for due rows that nobody fires, on the node that owns the shards.
/// Timers plan their own sweeps too; this one does not depend on them.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob(TenureKeeper keeper) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (keeper.Current is { } tenure) await tenure.Timers.SweepAsync(cancellationToken);
    }
}
