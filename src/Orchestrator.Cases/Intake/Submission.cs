using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Intake;

/// <summary>An application as it arrived.</summary>
/// <param name="ProcedureCode">A code of the procedure, old or new.</param>
/// <param name="IdempotencyKey">The sender's key: 1 to 200 visible ASCII characters. The same key never makes a second case.</param>
/// <param name="Body">The application, UTF-8 JSON.</param>
/// <param name="Actor">Who sends it; keys of different senders never meet.</param>
public sealed record Submission(string ProcedureCode, string IdempotencyKey, ReadOnlyMemory<byte> Body, Actor Actor)
{
    /// <summary>Commune code, or null for the application's own <c>locality</c> member.</summary>
    public string? Locality { get; init; }

    /// <summary>The number that the sender's system gave the dossier, or null for the application's own <c>portalNumber</c> member.</summary>
    public string? SecondNumber { get; init; }
}
