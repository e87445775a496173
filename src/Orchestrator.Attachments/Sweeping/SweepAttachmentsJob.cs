using Quartz;

namespace Orchestrator.Attachments.Sweeping;

/// <summary>Sweeps unused files away; nodes that do it at once share the work.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepAttachmentsJob(Sweeper sweeper) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await sweeper.RunAsync(cancellationToken);
}
