using Microsoft.Extensions.Logging;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

public sealed partial class CallbackReceiver
{
    [LoggerMessage(1, LogLevel.Debug, "{Agency} called back for {Operation} of case {CaseId}, effect {EffectId}: {ReplyClass} ({Reason})")]
    private partial void LogReply(string agency, string operation, CaseId caseId, string effectId, string replyClass, string reason);
}
