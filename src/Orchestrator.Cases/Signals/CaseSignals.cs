using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Signals;

/// <summary>Messages from outside to a case.</summary>
public sealed class CaseSignals
{
    /// <summary>The largest payload taken, in bytes.</summary>
    public const int LargestPayload = 1024 * 1024;

    /// <summary>Sends a named signal to the case with that number (either).</summary>
    /// <param name="number">Either number.</param>
    /// <param name="name">Signal, for example <c>consent</c>.</param>
    /// <param name="payload">UTF-8 JSON, or empty.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<SignalOutcome> SendAsync(string number, string name, ReadOnlyMemory<byte> payload, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();
}
