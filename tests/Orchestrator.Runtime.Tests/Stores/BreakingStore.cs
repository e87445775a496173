using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Stores;

/// <summary>Where a commit breaks.</summary>
internal enum Break
{
    None,

    /// <summary>The transaction cannot begin.</summary>
    Begin,

    /// <summary>The connection is cut while entries are written.</summary>
    Write,

    /// <summary>The connection is cut at the commit, which did not happen.</summary>
    CommitLost,

    /// <summary>The connection is cut at the commit, which did happen.</summary>
    CommitDone,
}

/// <summary>A store whose transactions break as a plan says.</summary>
internal sealed class BreakingStore(ICommitStore store, Func<Break> plan) : ICommitStore
{
    private int _broken;

    /// <summary>How many transactions broke.</summary>
    public int Broken => Volatile.Read(ref _broken);

    public int Writers => store.Writers;

    public async Task<ICommitTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var way = plan();
        if (way != Break.None) Interlocked.Increment(ref _broken);
        if (way == Break.Begin) throw new ConnectionCutException();
        return new Breaking(await store.BeginAsync(cancellationToken), way);
    }

    public Task<IReadOnlyDictionary<(CaseId CaseId, long Sequence), byte[]>> FindAsync(
        IReadOnlyCollection<int> shards, IReadOnlyList<(CaseId CaseId, long Sequence)> entries, CancellationToken cancellationToken) =>
        store.FindAsync(shards, entries, cancellationToken);

    public bool IsTransient(Exception exception) => exception is ConnectionCutException || store.IsTransient(exception);

    /// <summary>Breaks the given ways in turn, then no more.</summary>
    public static Func<Break> Once(params Break[] ways)
    {
        var left = new Queue<Break>(ways);
        return () =>
        {
            lock (left) return left.TryDequeue(out var way) ? way : Break.None;
        };
    }

    /// <summary>Breaks about one transaction in three, in ways drawn from a seed.</summary>
    public static Func<Break> Often(int seed)
    {
        var random = new Random(seed);
        return () =>
        {
            lock (random) return random.Next(3) == 0 ? (Break)random.Next(1, 5) : Break.None;
        };
    }

    private sealed class ConnectionCutException() : IOException("the connection was cut by the test");

    private sealed class Breaking(ICommitTransaction transaction, Break way) : ICommitTransaction
    {
        public Task<IReadOnlyDictionary<int, long>> HoldEpochsAsync(IReadOnlyCollection<int> shards, CancellationToken cancellationToken) =>
            transaction.HoldEpochsAsync(shards, cancellationToken);

        public Task<IReadOnlyDictionary<(string Scope, string Key), KeyHolder>> ClaimKeysAsync(
            IReadOnlyList<(StartKey Key, CaseId CaseId)> claims, CancellationToken cancellationToken) => transaction.ClaimKeysAsync(claims, cancellationToken);

        public Task<IReadOnlyDictionary<string, long>> AdvanceCountersAsync(
            IReadOnlyDictionary<string, long> steps, CancellationToken cancellationToken) => transaction.AdvanceCountersAsync(steps, cancellationToken);

        public Task<CaseId?> FindActiveAsync(ActivationRule rule, CancellationToken cancellationToken) => transaction.FindActiveAsync(rule, cancellationToken);

        public async Task<int> WriteAsync(
            IReadOnlyList<JournalEntry> entries, IReadOnlyList<TableChanges> tables, CancellationToken cancellationToken)
        {
            var written = await transaction.WriteAsync(entries, tables, cancellationToken);
            return way == Break.Write ? throw new ConnectionCutException() : written;
        }

        public async Task CommitAsync(CancellationToken cancellationToken)
        {
            if (way == Break.CommitLost) throw new ConnectionCutException();
            await transaction.CommitAsync(cancellationToken);
            if (way == Break.CommitDone) throw new ConnectionCutException();
        }

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
