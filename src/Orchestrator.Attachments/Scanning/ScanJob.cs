using Quartz;

namespace Orchestrator.Attachments.Scanning;

/// <summary>Has waiting files scanned. Two nodes that scan the same file come to the same answer.</summary>
[DisallowConcurrentExecution]
internal sealed class ScanJob(ScanDesk desk) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await desk.RunAsync(cancellationToken);
}
