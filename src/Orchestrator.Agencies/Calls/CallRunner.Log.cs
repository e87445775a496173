using Microsoft.Extensions.Logging;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

internal sealed partial class CallRunner
{
    [LoggerMessage(1, LogLevel.Debug, "{Agency}.{Operation} for case {CaseId}, effect {EffectId}: {ReplyClass} ({Reason}) in {Milliseconds} ms")]
    private partial void LogReply(string agency, string operation, CaseId caseId, string effectId, string replyClass, string reason, double milliseconds);

    [LoggerMessage(2, LogLevel.Error, "{Agency}.{Operation} for case {CaseId}, effect {EffectId} could not be tried")]
    private partial void LogBroken(Exception problem, string agency, string operation, CaseId caseId, string effectId);
}
