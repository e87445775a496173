using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Snapshots;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Running;

public sealed class ReplayTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task The_journal_replays_to_the_live_state_with_and_without_snapshots(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store, null, ("Runtime:SnapshotEvery", "4"));
        var caseId = await GrowAsync(node, store);

        var live = await node.Runtime.FindAsync(caseId, TestContext.Current.CancellationToken);
        var replayed = await node.Journal.ReplayAsync(caseId, null, TestContext.Current.CancellationToken);
        var loaded = await node.Get<CaseLoader>().LoadAsync(caseId, TestContext.Current.CancellationToken);

        Assert.NotNull(await node.Get<SnapshotStore>().FindAsync(caseId, TestContext.Current.CancellationToken));
        Assert.Equal(Text(live), Text(replayed));
        Assert.Equal(Text(live), Text(loaded!.State));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_corrupt_foreign_or_missing_snapshot_changes_nothing(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store, null, ("Runtime:SnapshotEvery", "4"));
        var caseId = await GrowAsync(node, store);
        var right = Text(await node.Journal.ReplayAsync(caseId, null, TestContext.Current.CancellationToken));
        var loader = node.Get<CaseLoader>();

        foreach (var damage in new[]
        {
            provider == StorageProvider.Sqlite ? "UPDATE snapshots SET payload = X'7B7D'" : "UPDATE snapshots SET payload = '\\x7b7d'",
            provider == StorageProvider.Sqlite ? "UPDATE snapshots SET hash = zeroblob(32)" : "UPDATE snapshots SET hash = decode(repeat('00', 32), 'hex')",
            "UPDATE snapshots SET seq = 3",
            "DELETE FROM snapshots",
        })
        {
            await store.ScalarAsync(damage);
            var loaded = await loader.LoadAsync(caseId, TestContext.Current.CancellationToken);
            Assert.Equal(right, Text(loaded!.State));
        }
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task The_case_is_shown_as_it_was_at_a_moment(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        await using var node = await TestNode.OwnAsync(store, services => services.AddSingleton<TimeProvider>(clock));
        var began = clock.GetUtcNow();
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        clock.Advance(TimeSpan.FromHours(1));
        await node.SendAsync(caseId, new DeliverEvent("go", null));

        var token = TestContext.Current.CancellationToken;
        Assert.Null(await node.Journal.ReplayAsync(caseId, began.AddSeconds(-1), token));
        Assert.Equal(CaseStatus.Running, (await node.Journal.ReplayAsync(caseId, began.AddMinutes(59), token))!.Status);
        Assert.Equal(CaseStatus.Finished, (await node.Journal.ReplayAsync(caseId, began.AddMinutes(60), token))!.Status);
    }

    private static async Task<CaseId> GrowAsync(TestNode node, TestStore store)
    {
        var caseId = await node.StartCaseAsync(Drawn.Waits("go", "on"), new { Größe = 1, leer = (string?)null, án = new[] { 1, 2 } });
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        foreach (var name in new[] { "z", "a", "Z", "ä", "null" })
            await node.SendAsync(caseId, new RecordMark(name, JsonSerializer.SerializeToElement(name == "null" ? null : name)));
        await node.SendAsync(caseId, new DeliverEvent("go", JsonSerializer.SerializeToElement<object?>(null)));
        while (await store.CountAsync("snapshots") == 0) await Task.Yield();
        return caseId;
    }

    private static string Text(CaseState? state) => Encoding.UTF8.GetString(StateBytes.Write(new Snapshot(state!, default)));
}
