using System.Text.Json;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Replies;
using Orchestrator.Runtime.Effects;

namespace Orchestrator.Agencies.Calls;

internal sealed partial class CallRunner
{
    /// <summary>Asks an agency what it holds of a call. The question is not the call: the case learns nothing of it here.</summary>
    /// <param name="agency">Whom.</param>
    /// <param name="inquiry">The operation that tells.</param>
    /// <param name="about">The call that is asked about.</param>
    /// <param name="inputs">Inputs of the inquiry by designer's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TryResult> InquireAsync(AgencyDocument agency, AgencyOperation inquiry, PendingEffect about, JsonElement inputs, CancellationToken cancellationToken) =>
        SendAsync(agency, inquiry, inquiry, about, inputs, null, ReplySource.Response, cancellationToken);
}
