using Orchestrator.Cases.Activities;
using Orchestrator.Cases.Signals;
using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Supplements;

/// <summary>Takes what a citizen was asked to add.</summary>
public sealed class SupplementDesk
{
    private readonly CaseSignals _signals;

    internal SupplementDesk(CaseSignals signals) => _signals = signals;

    /// <summary>
    /// Hands the documents (a JSON object) to the case with that number; it must have asked for them. With a member <c>agency</c> they go to that
    /// agency's request alone, else to every request that is open.
    /// </summary>
    public Task<SignalOutcome> SubmitAsync(string number, ReadOnlyMemory<byte> documents, Actor actor, CancellationToken cancellationToken) =>
        _signals.SendAsync(number, RequestSupplement.SignalName, documents, actor, cancellationToken);
}
