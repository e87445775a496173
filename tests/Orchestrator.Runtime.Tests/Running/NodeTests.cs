using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Running;

public sealed class NodeTests(ClusterOfTheRun cluster)
{
    [Fact]
    public async Task A_full_node_says_so_instead_of_queueing_without_bound()
    {
        var store = await TestStore.CreateAsync(StorageProvider.Sqlite, cluster);
        await using var node = await TestNode.OwnAsync(store, null, ("Runtime:QueuedCommands", "8"));
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        var mark = JsonSerializer.SerializeToElement(1);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => node.SendAsync(caseId, new RecordMark("m", mark))));

        var accepted = outcomes.OfType<CommandOutcome.Accepted>().Count();
        Assert.InRange(accepted, 8, 199);
        Assert.Equal(200 - accepted, outcomes.OfType<CommandOutcome.Unavailable>().Count());
        Assert.Equal(accepted, await store.CountAsync("journal WHERE kind = 'MarkRecorded'"));
    }

    [Fact]
    public async Task Ready_is_the_owner_and_not_the_standby()
    {
        var store = await TestStore.CreateAsync(StorageProvider.Sqlite, cluster);
        await using var owner = await TestNode.OwnAsync(store);
        await using var standby = await TestNode.StartAsync(store);

        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(owner, "ready")).Status);
        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(standby, "ready")).Status);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(standby, "live")).Status);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_follower_sees_every_entry_once_and_in_order(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));

        var marks = Task.Run(async () =>
        {
            for (var index = 0; index < 20; index++) await node.SendAsync(caseId, new RecordMark("m", JsonSerializer.SerializeToElement(index)));
            await node.SendAsync(caseId, new DeliverEvent("go", null));
        }, patience.Token);
        var seen = new List<long>();
        await foreach (var entry in node.Journal.FollowAsync(caseId, 0, patience.Token))
        {
            seen.Add(entry.Sequence);
            if (entry.Kind == nameof(CaseStatusChanged) && entry.Payload.Span.IndexOf("Finished"u8) >= 0) break;
        }

        await marks;
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(number => (long)number), seen);
        Assert.Equal(seen.Count, await store.CountAsync("journal"));
    }

    [Fact]
    public async Task A_follower_is_told_of_an_entry_when_the_case_that_it_then_asks_for_has_it()
    {
        var store = await TestStore.CreateAsync(StorageProvider.Sqlite, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => !state.Bookmarks.IsEmpty);
        var last = await store.CountAsync("journal");
        var feed = node.Get<JournalFeed>();
        var (shown, asked) = (last - 1, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        feed.Shown = _ =>
        {
            asked.TrySetResult();
            return Volatile.Read(ref shown);
        };

        await using var entries = node.Journal.FollowAsync(caseId, last - 1, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = entries.MoveNextAsync().AsTask();
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);

        Volatile.Write(ref shown, last);
        feed.Announce(caseId);
        Assert.True(await next);
        Assert.Equal(last, entries.Current.Sequence);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Incidents_come_in_pages_without_losing_or_repeating_one(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var definition = Drawn.Sequence("faults", [Drawn.Activity("fault", "Elsa.Fault", new
        {
            code = new { typeName = "String", expression = new { type = "Literal", value = "drawn" } },
            message = new { typeName = "String", expression = new { type = "Literal", value = "a drawn fault" } },
        })]);
        var cases = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => node.StartCaseAsync(definition)));
        foreach (var caseId in cases) await node.UntilAsync(caseId, state => state.Incidents.Count == 1);

        var queries = node.Get<ICaseQueries>();
        var found = new List<CaseId>();
        string? cursor = null;
        do
        {
            var page = await queries.IncidentsAsync(open: true, cursor, 3, TestContext.Current.CancellationToken);
            found.AddRange(page.Incidents.Select(incident => incident.CaseId));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(cases.Order(Comparer<CaseId>.Create((a, b) => a.Value.CompareTo(b.Value))), found.Order(Comparer<CaseId>.Create((a, b) => a.Value.CompareTo(b.Value))));
        Assert.Equal(7, (await queries.CountAsync(TestContext.Current.CancellationToken)).OpenIncidents);
    }

    private static async Task<HealthReportEntry> HealthAsync(TestNode node, string tag) => (await node.Get<HealthCheckService>().CheckHealthAsync(
        check => check.Tags.Contains(tag), TestContext.Current.CancellationToken)).Entries.Single().Value;
}
