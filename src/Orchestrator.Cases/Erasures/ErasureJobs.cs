using Microsoft.Extensions.Logging;
using Quartz;

namespace Orchestrator.Cases.Erasures;

/// <summary>Once a day: proposes to erase what the rules of the procedures keep no longer.</summary>
[DisallowConcurrentExecution]
internal sealed partial class RetentionJob(RetentionRule rule, ILogger<RetentionJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await rule.ProposeAsync(cancellationToken) is > 0 and var proposed) LogProposed(logger, proposed);
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} cases were kept as long as their procedures say; their erasure waits for two persons")]
    private static partial void LogProposed(ILogger logger, int count);
}

/// <summary>Finishes erasures that were interrupted.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ErasureJob(ErasureDesk desk, ILogger<ErasureJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await desk.ResumeAsync(cancellationToken) is > 0 and var done) LogFinished(logger, done);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} interrupted erasures were finished")]
    private static partial void LogFinished(ILogger logger, int count);
}
