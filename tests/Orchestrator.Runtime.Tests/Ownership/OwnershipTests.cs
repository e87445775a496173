using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Ownership;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Ownership;

public sealed class OwnershipTests(ClusterOfTheRun cluster)
{
    private static readonly JsonElement Note = JsonSerializer.SerializeToElement("x");

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task An_owner_that_only_thinks_it_is_alive_writes_nothing_after_a_takeover(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        // Locks that fail to exclude: only the epochs are left to protect the cases.
        await using var first = await TestNode.OwnAsync(store, WithLock(new GrantsOnce()), ("Runtime:PatienceOfCommands", "00:00:01"));
        var caseId = await first.StartCaseAsync(Drawn.Waits("go"));
        await first.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        await using var second = await TestNode.OwnAsync(store, WithLock(new GrantsOnce()));
        var entries = await store.CountAsync("journal");
        var late = await first.SendAsync(caseId, new RecordMark("late", Note));
        var lateStart = await first.Runtime.StartAsync(await first.RequestAsync(Drawn.Waits("go")), TestContext.Current.CancellationToken);

        Assert.IsType<CommandOutcome.Unavailable>(late);
        Assert.IsType<StartOutcome.Unavailable>(lateStart);
        Assert.Equal(entries, await store.CountAsync("journal"));
        Assert.Equal(1, await store.CountAsync("cases"));
        Assert.Null(first.Keeper.Current);
        Assert.IsType<CommandOutcome.Accepted>(await second.SendAsync(caseId, new RecordMark("new", Note)));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_second_process_stands_by_and_takes_over_when_the_first_is_gone(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var first = await TestNode.OwnAsync(store);
        await using var second = await TestNode.StartAsync(store, null, ("Runtime:PatienceOfCommands", "00:00:00.200"));
        var caseId = await first.StartCaseAsync(Drawn.Waits("go"));
        await first.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        Assert.IsType<CommandOutcome.Unavailable>(await second.SendAsync(caseId, new DeliverEvent("go", null)));
        Assert.Equal(CaseStatus.Running, (await second.Runtime.FindAsync(caseId, TestContext.Current.CancellationToken))!.Status);

        await first.DisposeAsync();
        await second.OwnedAsync();
        Assert.IsType<CommandOutcome.Accepted>(await second.SendAsync(caseId, new DeliverEvent("go", null)));
    }

    [Fact]
    public async Task A_cut_lock_session_ends_the_tenure_and_a_new_one_begins_with_higher_epochs()
    {
        var store = await TestStore.CreateAsync(StorageProvider.PostgreSql, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        var before = node.Keeper.Current!;

        await store.ScalarAsync("SELECT count(pg_terminate_backend(l.pid)) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        var lost = new TaskCompletionSource();
        await using (before.Lost.Register(lost.SetResult)) await lost.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.IsType<CommandOutcome.Accepted>(await node.SendAsync(caseId, new DeliverEvent("go", null)));
        Assert.NotSame(before, node.Keeper.Current);
        Assert.Equal(2L, await store.ScalarAsync("SELECT min(epoch) FROM shards"));
    }

    [Fact]
    public async Task A_restart_of_PostgreSQL_under_load_loses_nothing()
    {
        // A cluster of its own, because the crash would disturb the other tests.
        await using var own = await TestKit.PostgresCluster.StartAsync();
        var store = new TestStore(StorageProvider.PostgreSql, await own.CreateDatabaseAsync());
        await using var node = await TestNode.OwnAsync(store, null, ("Runtime:PatienceOfCommands", "00:00:30"));
        var cases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => node.StartCaseAsync(Drawn.Waits("go"))));
        foreach (var caseId in cases) await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        using var enough = new CancellationTokenSource();
        var load = cases.Select(async caseId =>
        {
            var accepted = 0;
            while (!enough.IsCancellationRequested)
            {
                if (await node.SendAsync(caseId, new RecordMark("note", Note)) is CommandOutcome.Accepted) accepted++;
            }

            return accepted;
        }).ToList();
        await own.CrashAsync();
        await own.UpAsync();
        await node.OwnedAsync();
        foreach (var caseId in cases) Assert.IsType<CommandOutcome.Accepted>(await node.SendAsync(caseId, new RecordMark("after", Note)));
        await enough.CancelAsync();
        var accepted = await Task.WhenAll(load);

        Assert.Equal(accepted.Sum() + cases.Length, await store.CountAsync("journal WHERE kind = 'MarkRecorded'"));
        foreach (var caseId in cases)
            Assert.IsType<JournalFinding.Whole>(await node.Get<JournalVerifier>().VerifyAsync(caseId, TestContext.Current.CancellationToken));
    }

    private static Action<IServiceCollection> WithLock(IOwnershipLock ownership) => services => services.AddSingleton(ownership);

    private sealed class GrantsOnce : IOwnershipLock
    {
        private int _granted;

        public Task<IOwnershipHold?> TryAcquireAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IOwnershipHold?>(Interlocked.Exchange(ref _granted, 1) == 0 ? new Hold() : null);

        private sealed class Hold : IOwnershipHold
        {
            public CancellationToken Lost => CancellationToken.None;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
