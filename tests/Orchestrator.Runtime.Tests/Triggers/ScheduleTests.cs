using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Runtime.Triggers;

namespace Orchestrator.Runtime.Tests.Triggers;

/// <summary>Timer, Cron and StartAt triggers of published workflows, with a clock that the test moves.</summary>
public sealed class ScheduleTests(ClusterOfTheRun cluster)
{
    private const string Cases = "cases WHERE definition_id = 'planned'";

    // Four in the afternoon in Viet Nam.
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_cron_starts_one_case_at_each_of_its_times_and_none_when_it_is_published_no_longer(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await OwnAsync(store);
        await node.ImportAsync(Cron("0 17 * * *"));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await store.CountAsync(Cases));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await store.UntilCountAsync(Cases + " AND status = 'Finished'", 1);
        _clock.Advance(TimeSpan.FromDays(1));
        await store.UntilCountAsync(Cases + " AND status = 'Finished'", 2);

        await store.ScalarAsync($"UPDATE definition_versions SET is_published = {(provider == StorageProvider.Sqlite ? "0" : "false")}");
        await node.Get<IPublishedWorkflows>().RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, node.Get<Schedules>().Count);
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, await store.CountAsync(Cases));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Of_the_times_that_passed_while_no_node_ran_the_last_one_is_made_up_for_once(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using (var first = await OwnAsync(store))
        {
            await first.ImportAsync(Cron("0 * * * *"));
            _clock.Advance(TimeSpan.FromHours(1));
            await store.UntilCountAsync(Cases + " AND status = 'Finished'", 1);
        }

        _clock.Advance(TimeSpan.FromMinutes(200));
        await using (var second = await OwnAsync(store)) await store.UntilCountAsync(Cases + " AND status = 'Finished'", 2);
        await using (var third = await OwnAsync(store))
        {
            _clock.Advance(TimeSpan.FromMinutes(40));
            await store.UntilCountAsync(Cases + " AND status = 'Finished'", 3);
        }

        Assert.Equal(3, await store.CountAsync("start_keys WHERE scope = 'schedule'"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_time_missed_longer_ago_than_configured_is_not_made_up_for(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using (var first = await OwnAsync(store)) await first.ImportAsync(Cron("0 17 * * *"));
        _clock.Advance(TimeSpan.FromHours(5));
        await using var second = await OwnAsync(store, ("Runtime:MissedFirings", "02:00:00"));
        _clock.Advance(TimeSpan.FromHours(20));
        await store.UntilCountAsync(Cases + " AND status = 'Finished'", 1);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_timer_counts_from_its_publication_also_over_a_restart(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using (var first = await OwnAsync(store))
        {
            await first.ImportAsync(Planned("Elsa.Timer", new { interval = Drawn.Literal("TimeSpan", "00:10:00") }));
            _clock.Advance(TimeSpan.FromMinutes(10));
            await store.UntilCountAsync(Cases + " AND status = 'Finished'", 1);
            _clock.Advance(TimeSpan.FromMinutes(4));
        }

        await using var second = await OwnAsync(store);
        _clock.Advance(TimeSpan.FromMinutes(6) - TimeSpan.FromSeconds(1));
        Assert.Equal(1, await store.CountAsync(Cases));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await store.UntilCountAsync(Cases + " AND status = 'Finished'", 2);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_moment_starts_one_case_and_one_that_had_passed_at_publication_none(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await OwnAsync(store);
        await node.ImportAsync(Planned("Elsa.StartAt", new { dateTime = Drawn.Literal("DateTimeOffset", "2026-11-23T08:00:00+00:00") }));
        _clock.Advance(TimeSpan.FromHours(1));
        await node.ImportAsync(Planned("Elsa.StartAt", new { dateTime = Drawn.Literal("DateTimeOffset", "2026-11-23T18:00:00+07:00") }));
        _clock.Advance(TimeSpan.FromHours(1));
        await store.UntilCountAsync(Cases + " AND status = 'Finished'", 1);
        _clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, node.Get<Schedules>().Count);
        Assert.Equal(1, await store.CountAsync(Cases));
    }

    private static string Cron(string expression) => Planned("Elsa.Cron", new { cronExpression = Drawn.Literal("String", expression) });

    private static string Planned(string type, object inputs) => Drawn.Sequence("planned", [Drawn.Starts(Drawn.Activity("start", type, inputs))]);

    private Task<TestNode> OwnAsync(TestStore store, params (string Key, string Value)[] settings) =>
        TestNode.OwnAsync(store, services => services.AddSingleton<TimeProvider>(_clock), settings);
}
