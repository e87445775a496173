using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Journal;

public sealed class BrokenCommitTests(ClusterOfTheRun cluster)
{
    public static MatrixTheoryData<StorageProvider, string> Ways { get; } = new(
        [StorageProvider.Sqlite, StorageProvider.PostgreSql],
        [nameof(Break.Begin), nameof(Break.Write), nameof(Break.CommitLost), nameof(Break.CommitDone)]);

    [Theory, MemberData(nameof(Ways))]
    public async Task A_command_whose_commit_breaks_is_applied_once_and_answered_as_it_is(StorageProvider provider, string way)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var breakNext = new System.Collections.Concurrent.ConcurrentQueue<Break>();
        await using var node = await TestNode.OwnAsync(
            store, TestNodeBreaking.With(() => breakNext.TryDequeue(out var next) ? next : Break.None));
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        breakNext.Enqueue(Enum.Parse<Break>(way));
        var outcome = await node.SendAsync(caseId, new DeliverEvent("go", null));

        var accepted = Assert.IsType<CommandOutcome.Accepted>(outcome);
        Assert.Empty(breakNext);
        Assert.Equal(CaseStatus.Finished, accepted.State.Status);
        Assert.Equal(1, await store.CountAsync("journal WHERE kind = 'BookmarkRemoved'"));
        var whole = Assert.IsType<JournalFinding.Whole>(
            await node.Get<JournalVerifier>().VerifyAsync(caseId, TestContext.Current.CancellationToken));
        Assert.Equal(accepted.Sequence, whole.Entries);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task One_refused_decision_does_not_fail_those_written_with_it(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store, services => services.AddSingleton<ICaseProjection, PoisonProjection>());
        var cases = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => node.StartCaseAsync(Drawn.Waits("go"))));

        var poison = System.Text.Json.JsonSerializer.SerializeToElement("x");
        var sends = cases.Select((caseId, index) => node.SendAsync(caseId, new RecordMark(index == 17 ? "poison" : "note", poison))).ToList();
        await Task.WhenAll(sends.Select(send => send.ContinueWith(_ => { }, TaskScheduler.Default)));

        var refused = Assert.Single(sends, send => send.IsFaulted);
        Assert.IsType<InvalidOperationException>(refused.Exception!.InnerException);
        Assert.All(sends.Where(send => send != refused), send => Assert.IsType<CommandOutcome.Accepted>(send.Result));
        Assert.Equal(39, await store.CountAsync("journal WHERE kind = 'MarkRecorded'"));

        // The case itself is as it was, and goes on.
        Assert.IsType<CommandOutcome.Accepted>(await node.SendAsync(cases[17], new RecordMark("note", poison)));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Cases_finish_and_journals_are_whole_while_commits_keep_breaking(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store, TestNodeBreaking.With(BreakingStore.Often(seed: 11)));
        var definition = Drawn.Waits("one", "two");
        var cases = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => node.StartCaseAsync(definition)));

        await Task.WhenAll(cases.Select(async caseId =>
        {
            await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
            Assert.IsType<CommandOutcome.Accepted>(await node.SendAsync(caseId, new DeliverEvent("one", null)));
            Assert.IsType<CommandOutcome.Accepted>(await node.SendAsync(caseId, new DeliverEvent("two", null)));
        }));

        Assert.Equal(30, await store.CountAsync("cases WHERE status = 'Finished'"));
        foreach (var caseId in cases)
            Assert.IsType<JournalFinding.Whole>(await node.Get<JournalVerifier>().VerifyAsync(caseId, TestContext.Current.CancellationToken));
        Assert.True(((BreakingStore)node.Get<ICommitStore>()).Broken > 0);
    }

    private sealed class PoisonProjection : ICaseProjection
    {
        private static readonly TableSpec Nowhere = new("nowhere", [new("case_id", ColumnType.Uuid)], []);

        public IReadOnlyList<TableSpec> Tables => [Nowhere];

        public void Project(CaseCommit commit, IRowSink rows)
        {
            if (commit.Events.OfType<MarkRecorded>().Any(mark => mark.Name == "poison")) rows.Upsert(Nowhere, commit.CaseId);
        }
    }
}
