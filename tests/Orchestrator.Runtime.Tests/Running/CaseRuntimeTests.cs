using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Running;

public sealed class CaseRuntimeTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_started_case_runs_to_its_wait_and_on_to_its_end(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));

        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        Assert.IsType<CommandOutcome.Accepted>(await node.SendAsync(caseId, new DeliverEvent("go", null)));
        var done = await node.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);

        Assert.Equal(CaseSubStatus.Finished, done.SubStatus);
        Assert.Equal(0, await store.CountAsync("bookmarks"));
        Assert.Equal(1, await store.CountAsync("cases WHERE status = 'Finished' AND finished_at IS NOT NULL"));
        Assert.IsType<JournalFinding.Whole>(await node.Get<JournalVerifier>().VerifyAsync(caseId, TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_case_waits_on_where_it_stood_when_the_node_comes_back(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        CaseId caseId;
        await using (var first = await TestNode.OwnAsync(store))
        {
            caseId = await first.StartCaseAsync(Drawn.Waits("one", "two"));
            await first.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
            await first.SendAsync(caseId, new DeliverEvent("one", null));
        }

        await using var second = await TestNode.OwnAsync(store);
        Assert.IsType<CommandOutcome.Accepted>(await second.SendAsync(caseId, new DeliverEvent("two", null)));
        Assert.Equal(CaseStatus.Finished, (await second.Runtime.FindAsync(caseId, TestContext.Current.CancellationToken))!.Status);
    }
}
