using Microsoft.Extensions.Logging;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

internal sealed partial class CallReporter
{
    [LoggerMessage(1, LogLevel.Error, "What came of {Agency}.{Operation} for case {CaseId}, effect {EffectId} could not be recorded; the call is made again")]
    private partial void LogUnreported(Exception problem, string agency, string operation, CaseId caseId, string effectId);

    [LoggerMessage(2, LogLevel.Warning, "What came of {Agency}.{Operation} for case {CaseId}, effect {EffectId} was refused: {Code}: {Message}")]
    private partial void LogRejected(string agency, string operation, CaseId caseId, string effectId, string code, string message);
}
