using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>How far the chain of a case has come.</summary>
/// <param name="CaseId">Which case.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Hash">Hash of the last one, 32 bytes.</param>
public sealed record ChainHead(CaseId CaseId, long Entries, ReadOnlyMemory<byte> Hash);

/// <summary>Which chains went on. For one reader, on the node that owns the shards.</summary>
public interface IChainHeads
{
    /// <summary>
    /// The heads of the chains that went on since the call before, or of all chains when this node cannot know (at its first call, after it owned the
    /// shards anew, after <see cref="Forget"/>). Null when this node does not own the shards.
    /// </summary>
    Task<IReadOnlyList<ChainHead>?> ChangedAsync(CancellationToken cancellationToken);

    /// <summary>Has the next call give all chains, because what this one gave was not used.</summary>
    void Forget();
}

/// <summary>Reads all journals.</summary>
public interface IJournalScan
{
    /// <summary>Every entry of every case, case after case, each in order; in constant memory.</summary>
    IAsyncEnumerable<JournalEntry> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>The same without opening what is sealed, for who needs no more than <see cref="JournalEntry.Stored"/>.</summary>
    IAsyncEnumerable<JournalEntry> ReadStoredAsync(CancellationToken cancellationToken);

    /// <summary>Every entry of some cases, case after case, each in order; in constant memory.</summary>
    /// <param name="cases">Which; at most a few hundred.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<JournalEntry> ReadCasesAsync(IReadOnlyList<CaseId> cases, CancellationToken cancellationToken);
}
