using Microsoft.Extensions.Logging;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

internal sealed partial class GroupCommit
{
    [LoggerMessage(1, LogLevel.Warning, "The commit of {Count} decisions ended in doubt; reading what is durable")]
    private static partial void LogDoubt(ILogger logger, int count, Exception cause);

    [LoggerMessage(2, LogLevel.Warning, "The database does not take {Count} decisions now: {Reason}")]
    private static partial void LogDown(ILogger logger, int count, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Whether {Count} decisions are durable cannot be read yet: {Reason}")]
    private static partial void LogStillInDoubt(ILogger logger, int count, string reason);

    [LoggerMessage(4, LogLevel.Error, "The database refuses a decision of case {CaseId}")]
    private static partial void LogRefused(ILogger logger, CaseId caseId, Exception cause);
}
