using Orchestrator.Agencies.Documents;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

/// <summary>Incidents of answers that the document does not describe.</summary>
internal static class InvalidAnswers
{
    public const string Code = "callback-invalid";

    /// <summary>A right answer came after all: nobody has anything to do about the wrong one any more.</summary>
    public static async Task CloseAsync(ICaseRuntime runtime, CaseId caseId, string effectId, AgencyDocument agency, CancellationToken cancellationToken)
    {
        var state = await runtime.FindAsync(caseId, cancellationToken);
        if (state?.Incidents.Values.FirstOrDefault(one => one.Fault is { Code: Code, Detail: var effect } && effect == effectId) is { } open)
            await runtime.SendAsync(caseId, new ResolveIncident(open.Id, IncidentResolution.Dismissed, $"{agency.Name.En} has sent an answer that its document describes."), Actor.System, cancellationToken);
    }
}
