using System.Data.Common;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;

namespace Orchestrator.Runtime.Tests.Journal;

public sealed class JournalGuardTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Nobody_can_change_or_delete_an_entry(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        var entries = await store.CountAsync("journal");

        var update = await Assert.ThrowsAnyAsync<DbException>(() => store.ScalarAsync("UPDATE journal SET actor = 'officer:nobody'"));
        var delete = await Assert.ThrowsAnyAsync<DbException>(() => store.ScalarAsync("DELETE FROM journal"));

        Assert.Contains("appended to only", update.Message, StringComparison.Ordinal);
        Assert.Contains("appended to only", delete.Message, StringComparison.Ordinal);
        Assert.Equal(entries, await store.CountAsync("journal"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_change_by_somebody_who_took_the_guard_away_is_found(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        var verifier = node.Get<JournalVerifier>();
        Assert.IsType<JournalFinding.Whole>(await verifier.VerifyAsync(caseId, TestContext.Current.CancellationToken));

        await store.ScalarAsync(provider == StorageProvider.Sqlite ? "DROP TRIGGER journal_no_update" : "ALTER TABLE journal DISABLE TRIGGER ALL");
        await store.ScalarAsync("UPDATE journal SET actor = 'officer:nobody' WHERE seq = 2");

        var broken = Assert.IsType<JournalFinding.Broken>(await verifier.VerifyAsync(caseId, TestContext.Current.CancellationToken));
        Assert.Equal(2, broken.Sequence);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_missing_entry_is_found(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        await store.ScalarAsync(provider == StorageProvider.Sqlite ? "DROP TRIGGER journal_no_delete" : "ALTER TABLE journal DISABLE TRIGGER ALL");
        await store.ScalarAsync("DELETE FROM journal WHERE seq = 2");

        var broken = Assert.IsType<JournalFinding.Broken>(
            await node.Get<JournalVerifier>().VerifyAsync(caseId, TestContext.Current.CancellationToken));
        Assert.Equal(2, broken.Sequence);
    }
}
