using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>What became of a commit, for certain.</summary>
internal abstract record CommitVerdict
{
    private CommitVerdict() { }

    /// <summary>Durable.</summary>
    public sealed record Committed : CommitVerdict;

    /// <summary>Not stored: another case holds the start key.</summary>
    public sealed record KeyTaken(KeyHolder Holder) : CommitVerdict;

    /// <summary>Not stored: the activation strategy allows no case beside this one.</summary>
    public sealed record NotAllowed(CaseId Holder) : CommitVerdict;

    /// <summary>Not stored: the sequence number is taken, so the case is not as the decision saw it.</summary>
    public sealed record Conflict : CommitVerdict;

    /// <summary>Not stored: the shard has a newer owner.</summary>
    public sealed record Fenced : CommitVerdict;

    /// <summary>Not stored: the writer was stopped before it came to it.</summary>
    public sealed record Stopped : CommitVerdict;

    /// <summary>Not stored: the database could not be reached in time.</summary>
    public sealed record Unavailable(string Message) : CommitVerdict;

    /// <summary>Not stored: the database refuses exactly this commit.</summary>
    public sealed record Failed(Exception Cause) : CommitVerdict;
}
