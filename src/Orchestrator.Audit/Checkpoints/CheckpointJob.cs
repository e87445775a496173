using Microsoft.Extensions.Logging;
using Orchestrator.Audit.Witnesses;
using Quartz;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>Takes a checkpoint now and then, on the node that owns the shards.</summary>
[DisallowConcurrentExecution]
internal sealed partial class CheckpointJob(CheckpointLog log, TimestampWitness witness, ILogger<CheckpointJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        switch (await log.TakeAsync(cancellationToken))
        {
            case CheckpointOutcome.Taken taken:
                LogTaken(logger, taken.Checkpoint.Number, taken.Chains);
                break;
            case CheckpointOutcome.Contradicted contradicted:
                LogContradicted(logger, contradicted.Message);
                return;
            case CheckpointOutcome.NotOwner:
                return;
        }

        await witness.StampAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Information, "Checkpoint {Number} covers {Leaves} chains that went on")]
    private static partial void LogTaken(ILogger logger, long number, int leaves);

    [LoggerMessage(2, LogLevel.Critical, "No checkpoint is signed: {Message}")]
    private static partial void LogContradicted(ILogger logger, string message);
}
