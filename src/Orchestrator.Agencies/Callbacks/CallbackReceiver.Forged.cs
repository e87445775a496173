using Orchestrator.Agencies.Documents;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

public sealed partial class CallbackReceiver
{
    /// <summary>
    /// Somebody knows the URL but does not prove to be the agency: either the agency's configuration is wrong, and its answers do not come through, or
    /// the URL has leaked. Both need a person; one incident per call, however often it is tried.
    /// </summary>
    private async Task<CallbackOutcome?> ForgedAsync(CallbackToken token, AgencyDocument agency, CallbackRequest request, HeldBody body, CancellationToken cancellationToken)
    {
        if (await CallbackProof.FirstFaultAsync(_settings.Callbacks(agency), request, body, _time.GetUtcNow(), cancellationToken) is not { } code)
            return null;
        var fault = new Fault(
            "callback-forged",
            $"Expected an answer that {agency.Name.En} signed, but one came that does not prove it ({code}); check the keys with the agency, and whether the callback URL has leaked.",
            code);
        var outcome = await _runtime.SendAsync(token.CaseId, new ReportIncident($"forged-answer:{token.EffectId}", fault), Actor.System, cancellationToken);
        return outcome is CommandOutcome.Unavailable unavailable
            ? new CallbackOutcome.Unavailable(unavailable.Message)
            : new CallbackOutcome.Forged(code, Advice(code));
    }

    private static string Advice(string code) => code switch
    {
        "callback-certificate" => "Expected a client certificate that is agreed on, but the connection showed none of them; use the agreed one.",
        "callback-signature-missing" => "Expected a signature and a time of sending in their headers, but one is missing; sign the body.",
        "callback-timestamp" => "Expected a time of sending close to now, but it is not; correct the clock and sign again when sending again.",
        _ => "Expected a signature with the agreed key, but this one does not fit the body; sign the body as it is sent.",
    };
}
