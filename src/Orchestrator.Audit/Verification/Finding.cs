namespace Orchestrator.Audit.Verification;

/// <summary>Something in an export that contradicts its entries or what was signed.</summary>
/// <param name="Line">Line of the export, from 1.</param>
/// <param name="Case">Which case, or null.</param>
/// <param name="Entry">First entry that is wrong or missing, or null.</param>
/// <param name="Message">"Expected …, but …".</param>
public sealed record Finding(long Line, string? Case, long? Entry, string Message);

/// <summary>What a verification came to.</summary>
/// <param name="Entries">Entries that were read.</param>
/// <param name="Cases">Cases that were read.</param>
/// <param name="Checkpoints">Checkpoints that were read.</param>
/// <param name="Uncovered">Entries that no checkpoint covers yet; only their chain protects them.</param>
/// <param name="Findings">What is wrong, in the order of the export; at most <see cref="MostFindings"/>.</param>
public sealed record VerificationReport(long Entries, long Cases, long Checkpoints, long Uncovered, IReadOnlyList<Finding> Findings)
{
    /// <summary>So many findings are kept; more of them say nothing more.</summary>
    public const int MostFindings = 100;
}
