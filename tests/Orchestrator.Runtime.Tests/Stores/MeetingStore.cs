using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Stores;

/// <summary>A place where the transactions of two nodes wait for each other, so that what they do next they do at the same moment.</summary>
internal sealed class Meeting
{
    private readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = 2;

    public Task ArriveAsync()
    {
        if (Interlocked.Decrement(ref _missing) == 0) _both.TrySetResult();
        return _both.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    /// <summary>Has the starts of a node meet those of the other before they look for a case that keeps them from starting.</summary>
    public static Action<IServiceCollection> With(Meeting meeting) => services =>
        services.AddSingleton<ICommitStore>(provider => new MeetingStore(new PostgreSqlCommitStore((PostgreSqlDatabase)provider.GetRequiredService<Database>()), meeting));

    private sealed class MeetingStore(ICommitStore store, Meeting meeting) : ICommitStore
    {
        public int Writers => store.Writers;

        public async Task<ICommitTransaction> BeginAsync(CancellationToken cancellationToken) => new MeetingTransaction(await store.BeginAsync(cancellationToken), meeting);

        public Task<IReadOnlyDictionary<(CaseId CaseId, long Sequence), byte[]>> FindAsync(
            IReadOnlyCollection<int> shards, IReadOnlyList<(CaseId CaseId, long Sequence)> entries, CancellationToken cancellationToken) =>
            store.FindAsync(shards, entries, cancellationToken);

        public bool IsTransient(Exception exception) => store.IsTransient(exception);
    }

    private sealed class MeetingTransaction(ICommitTransaction transaction, Meeting meeting) : ICommitTransaction
    {
        public Task<IReadOnlyDictionary<int, long>> HoldEpochsAsync(IReadOnlyCollection<int> shards, CancellationToken cancellationToken) =>
            transaction.HoldEpochsAsync(shards, cancellationToken);

        public Task<IReadOnlyDictionary<(string Scope, string Key), KeyHolder>> ClaimKeysAsync(
            IReadOnlyList<(StartKey Key, CaseId CaseId)> claims, CancellationToken cancellationToken) => transaction.ClaimKeysAsync(claims, cancellationToken);

        public Task<IReadOnlyDictionary<string, long>> AdvanceCountersAsync(
            IReadOnlyDictionary<string, long> steps, CancellationToken cancellationToken) => transaction.AdvanceCountersAsync(steps, cancellationToken);

        public async Task<CaseId?> FindActiveAsync(ActivationRule rule, CancellationToken cancellationToken)
        {
            await meeting.ArriveAsync();
            return await transaction.FindActiveAsync(rule, cancellationToken);
        }

        public Task<int> WriteAsync(IReadOnlyList<JournalEntry> entries, IReadOnlyList<TableChanges> tables, CancellationToken cancellationToken) =>
            transaction.WriteAsync(entries, tables, cancellationToken);

        public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
