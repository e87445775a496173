using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Writes batches of commits; one implementation per database, and one in the tests that breaks on purpose.</summary>
internal interface ICommitStore
{
    /// <summary>How many transactions may be under way at once.</summary>
    int Writers { get; }

    /// <summary>Begins a transaction.</summary>
    Task<ICommitTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The hashes of entries that are durable, after any transaction still under way on the given shards has ended, so that an answer
    /// "not there" stays true.
    /// </summary>
    Task<IReadOnlyDictionary<(CaseId CaseId, long Sequence), byte[]>> FindAsync(
        IReadOnlyCollection<int> shards, IReadOnlyList<(CaseId CaseId, long Sequence)> entries, CancellationToken cancellationToken);

    /// <summary>True when trying again may help.</summary>
    bool IsTransient(Exception exception);
}

/// <summary>One transaction. Disposing it without committing rolls it back.</summary>
internal interface ICommitTransaction : IAsyncDisposable
{
    /// <summary>Reads the epochs of shards and holds them still until the transaction ends: the fence.</summary>
    Task<IReadOnlyDictionary<int, long>> HoldEpochsAsync(IReadOnlyCollection<int> shards, CancellationToken cancellationToken);

    /// <summary>Takes start keys that are free.</summary>
    /// <returns>The holders of those that were taken before.</returns>
    Task<IReadOnlyDictionary<(string Scope, string Key), KeyHolder>> ClaimKeysAsync(
        IReadOnlyList<(StartKey Key, CaseId CaseId)> claims, CancellationToken cancellationToken);

    /// <summary>Advances counters.</summary>
    /// <returns>Their values afterwards.</returns>
    Task<IReadOnlyDictionary<string, long>> AdvanceCountersAsync(IReadOnlyDictionary<string, long> steps, CancellationToken cancellationToken);

    /// <summary>Looks for a case that keeps another from starting, after any transaction with a start of the same rule has ended.</summary>
    /// <returns>The case, or null.</returns>
    Task<CaseId?> FindActiveAsync(ActivationRule rule, CancellationToken cancellationToken);

    /// <summary>Writes entries and rows.</summary>
    /// <returns>How many entries were new; fewer than given when a sequence number is taken.</returns>
    Task<int> WriteAsync(IReadOnlyList<JournalEntry> entries, IReadOnlyList<TableChanges> tables, CancellationToken cancellationToken);

    /// <summary>Makes it durable.</summary>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Who holds a start key.</summary>
internal sealed record KeyHolder(CaseId CaseId, string BodyHash);
