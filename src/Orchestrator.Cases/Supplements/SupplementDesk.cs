using Orchestrator.Cases.Signals;
using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Supplements;

/// <summary>Takes what a citizen was asked to add.</summary>
public sealed class SupplementDesk
{
    /// <summary>Hands the documents (a JSON object) to the case with that number; it must have asked for them.</summary>
    public Task<SignalOutcome> SubmitAsync(string number, ReadOnlyMemory<byte> documents, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();
}
