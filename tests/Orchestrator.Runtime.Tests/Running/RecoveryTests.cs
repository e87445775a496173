using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Running;

public sealed class RecoveryTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_case_whose_node_died_right_after_its_start_goes_on_by_itself(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var died = false;
        CaseId caseId;
        await using (var first = await TestNode.OwnAsync(store, TestNodeBreaking.With(() => Volatile.Read(ref died) ? Break.Begin : Break.None),
            ("Runtime:DrainTime", "00:00:00"), ("Runtime:PatienceOfCommands", "00:00:00.100")))
        {
            // The start is durable; nothing that follows it is.
            var request = await first.RequestAsync(Drawn.Waits("go"));
            var start = request.Start;
            caseId = Assert.IsType<Orchestrator.Runtime.Running.StartOutcome.Started>(await first.Runtime.StartAsync(
                request with
                {
                    Start = number =>
                    {
                        Volatile.Write(ref died, true);
                        return start(number);
                    },
                }, TestContext.Current.CancellationToken)).CaseId;
        }

        Assert.Equal(1, await store.CountAsync("journal"));
        Assert.Equal(1, await store.CountAsync(provider == StorageProvider.Sqlite ? "cases WHERE has_work = 1" : "cases WHERE has_work"));

        await using var second = await TestNode.OwnAsync(store);
        await second.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        Assert.IsType<JournalFinding.Whole>(await second.Get<JournalVerifier>().VerifyAsync(caseId, TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Killed_again_and_again_every_case_finishes_and_no_journal_has_a_gap(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var definition = Drawn.Sequence("calls-and-more", [Drawn.Activity("call", "Test.Call", new { }), Drawn.Activity("call-2", "Test.Call", new { })]);
        var keys = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        var handler = new CallHandler((effect, runtime, token) =>
        {
            keys.AddOrUpdate(effect.Effect.IdempotencyKey, 1, (_, count) => count + 1);
            return CallHandler.CompleteAsync(effect, runtime, token);
        });
        var cases = new List<CaseId>();
        for (var life = 0; life < 4; life++)
        {
            // A store that stops answering in the middle of the work stands for the kill; nothing of the node's memory survives its end.
            var (commits, until) = (0, 6 + (life * 5));
            await using var node = await TestNode.OwnAsync(
                store,
                services =>
                {
                    CallActivity.HandledBy(handler)(services);
                    TestNodeBreaking.With(() => Interlocked.Increment(ref commits) > until ? Break.Begin : Break.None)(services);
                },
                ("Runtime:DrainTime", "00:00:00"), ("Runtime:PatienceOfCommands", "00:00:00.200"));
            var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
                await node.Runtime.StartAsync(await node.RequestAsync(definition), TestContext.Current.CancellationToken)));
            cases.AddRange(starts.OfType<Orchestrator.Runtime.Running.StartOutcome.Started>().Select(started => started.CaseId));
        }

        await using var last = await TestNode.OwnAsync(store, CallActivity.HandledBy(handler));
        foreach (var caseId in cases) await last.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);

        Assert.NotEmpty(cases);
        Assert.Equal(cases.Count, await store.CountAsync("cases"));
        Assert.Equal(cases.Count * 2, keys.Count);
        Assert.Equal(0, await store.CountAsync("effects"));
        foreach (var caseId in cases)
            Assert.IsType<JournalFinding.Whole>(await last.Get<JournalVerifier>().VerifyAsync(caseId, TestContext.Current.CancellationToken));
    }
}
