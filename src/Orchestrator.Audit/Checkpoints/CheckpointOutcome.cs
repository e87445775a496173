using Orchestrator.Audit.Proofs;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>What came of taking a checkpoint.</summary>
public abstract record CheckpointOutcome
{
    private CheckpointOutcome() { }

    /// <summary>It was taken, stored and appended to the file.</summary>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Chains">How many chains went on since the one before.</param>
    public sealed record Taken(CheckpointView Checkpoint, int Chains) : CheckpointOutcome;

    /// <summary>Nothing happened since the one before.</summary>
    public sealed record Unchanged : CheckpointOutcome;

    /// <summary>Another node owns the shards and takes them.</summary>
    public sealed record NotOwner : CheckpointOutcome;

    /// <summary>The store contradicts what was signed before; nothing was signed.</summary>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Contradicted(string Message) : CheckpointOutcome;
}
