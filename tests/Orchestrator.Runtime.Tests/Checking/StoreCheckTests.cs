using Orchestrator.Runtime.Checking;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;

namespace Orchestrator.Runtime.Tests.Checking;

public sealed class StoreCheckTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Derived_rows_that_somebody_changed_removed_or_invented_are_each_found(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
            await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        }

        var check = node.Get<StoreCheck>();
        var before = await check.RunAsync(TestContext.Current.CancellationToken);
        Assert.Empty(before.Faults);
        Assert.Equal(3, before.Cases);
        Assert.Equal(await store.CountAsync("journal"), before.Entries);

        await store.ScalarAsync("UPDATE cases SET sub_status = 'Faulted' WHERE CAST(case_id AS text) = (SELECT MIN(CAST(case_id AS text)) FROM cases)");
        await store.ScalarAsync("DELETE FROM bookmarks WHERE CAST(case_id AS text) = (SELECT MAX(CAST(case_id AS text)) FROM cases)");
        await store.ScalarAsync("INSERT INTO bookmarks (case_id, bookmark_id, kind, activity_id) SELECT case_id, 'b99', 'Event', 'a' FROM cases WHERE CAST(case_id AS text) = (SELECT MAX(CAST(case_id AS text)) FROM cases)");

        var messages = (await check.RunAsync(TestContext.Current.CancellationToken)).Faults.Select(fault => fault.Message).ToList();
        Assert.Equal(3, messages.Count);
        Assert.Contains(messages, message => message.Contains("cases", StringComparison.Ordinal) && message.Contains("sub_status", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Contains("b1) by the journal, but none is stored", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Contains("b99) no such row by the journal", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_case_whose_journal_is_gone_is_found(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        await store.ScalarAsync(provider == StorageProvider.Sqlite ? "DROP TRIGGER journal_no_delete" : "ALTER TABLE journal DISABLE TRIGGER ALL");
        await store.ScalarAsync("DELETE FROM journal");

        var report = await node.Get<StoreCheck>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(caseId, Assert.Single(report.Faults).CaseId);
    }
}
