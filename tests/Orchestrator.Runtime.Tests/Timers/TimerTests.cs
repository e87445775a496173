using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Timers;

public sealed class TimerTests(ClusterOfTheRun cluster)
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_timer_fires_when_it_is_due_and_not_before(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Sleeps(TimeSpan.FromMinutes(5)));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(BookmarkKind.Timer, (await node.Runtime.FindAsync(caseId, TestContext.Current.CancellationToken))!.Bookmarks.Values.Single().Kind);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await node.UntilAsync(caseId, state => state.Bookmarks.Values.SingleOrDefault()?.Kind == BookmarkKind.Event);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_timer_that_came_due_while_nobody_ran_fires_once_after_the_restart(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        CaseId caseId;
        await using (var first = await OwnAsync(store))
        {
            caseId = await first.StartCaseAsync(Drawn.Sleeps(TimeSpan.FromHours(1)));
            await first.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        }

        _clock.Advance(TimeSpan.FromHours(2));
        await using var second = await OwnAsync(store);
        await second.UntilAsync(caseId, state => state.Bookmarks.Values.SingleOrDefault()?.Kind == BookmarkKind.Event);
        await second.Keeper.Current!.Timers.SweepAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await store.CountAsync("journal WHERE kind = 'BookmarkRemoved'"));
        Assert.Equal(0, await store.CountAsync("bookmarks WHERE due_at IS NOT NULL"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_timer_far_away_waits_in_the_database_and_is_swept_in_when_it_is_near(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Sleeps(TimeSpan.FromDays(10)));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        Assert.Equal(0, node.Keeper.Current!.Timers.Count);

        // The clock jumps, as it would over a long sleep of the machine; the sweep planned before finds the timer due.
        _clock.Advance(TimeSpan.FromDays(10));

        await node.UntilAsync(caseId, state => state.Bookmarks.Values.SingleOrDefault()?.Kind == BookmarkKind.Event);
    }

    private Task<TestNode> OwnAsync(TestStore store) => TestNode.OwnAsync(store, services => services.AddSingleton<TimeProvider>(_clock));
}
