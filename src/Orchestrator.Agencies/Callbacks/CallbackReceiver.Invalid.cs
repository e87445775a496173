using Orchestrator.Agencies.Documents;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

public sealed partial class CallbackReceiver
{
    /// <summary>An answer that the document does not describe: refused, and one incident, or the case would wait for its deadline and nobody would know why.</summary>
    private async Task<CallbackOutcome> InvalidAsync(CallbackToken token, AgencyDocument agency, AgencyOperation operation, string reason, CancellationToken cancellationToken)
    {
        var fault = new Fault(
            InvalidAnswers.Code,
            $"Expected {agency.Name.En} to answer '{operation.Name.En}' as its document describes, but {reason}; have the agency send it again, or correct the document.",
            token.EffectId, agency.Code);
        var outcome = await _runtime.SendAsync(token.CaseId, new ReportIncident($"invalid-answer:{token.EffectId}", fault), Actor.System, cancellationToken);
        return outcome is CommandOutcome.Unavailable unavailable
            ? new CallbackOutcome.Unavailable(unavailable.Message)
            : new CallbackOutcome.Invalid(InvalidAnswers.Code, $"Expected an answer that the document of {agency.Name.En} describes for {operation.Id}, but {reason}; correct it and send it again.");
    }
}
