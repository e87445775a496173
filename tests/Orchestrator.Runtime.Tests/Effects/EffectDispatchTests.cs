using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Effects;

public sealed class EffectDispatchTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task An_effect_leaves_only_after_the_entry_that_asks_for_it_is_durable(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var durable = -1L;
        var handler = new CallHandler(async (effect, runtime, token) =>
        {
            durable = await store.CountAsync("journal WHERE kind = 'EffectRequested'");
            await CallHandler.CompleteAsync(effect, runtime, token);
        });
        await using var node = await TestNode.OwnAsync(store, CallActivity.HandledBy(handler));

        var caseId = await node.StartCaseAsync(CallActivity.Definition);
        await node.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);

        Assert.Equal(1, durable);
        Assert.Single(handler.Calls);
        Assert.Equal(0, await store.CountAsync("effects"));
    }

    [Fact]
    public async Task An_effect_that_nothing_here_does_becomes_an_incident_instead_of_waiting_for_ever()
    {
        var store = await TestStore.CreateAsync(StorageProvider.Sqlite, cluster);
        await using var node = await TestNode.OwnAsync(store, services => services.AddSingleton<IActivitySource, CallActivity>());

        var caseId = await node.StartCaseAsync(CallActivity.Definition);
        await node.UntilAsync(caseId, state => state.Incidents.Values.Any(incident => incident.Fault.Code == "no-handler"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task An_unsettled_effect_is_sent_again_after_a_crash_with_the_same_key(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var lost = new CallHandler((_, _, token) => Task.Delay(Timeout.Infinite, token));
        CaseId caseId;
        await using (var first = await TestNode.OwnAsync(store, CallActivity.HandledBy(lost)))
        {
            var called = lost.NextCallAsync();
            caseId = await first.StartCaseAsync(CallActivity.Definition);
            await called;
        }

        var again = new CallHandler(CallHandler.CompleteAsync);
        await using var second = await TestNode.OwnAsync(store, CallActivity.HandledBy(again));
        await second.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);

        var before = Assert.Single(lost.Calls).Effect;
        var after = Assert.Single(again.Calls).Effect;
        Assert.Equal(before.IdempotencyKey, after.IdempotencyKey);
        Assert.Equal(before.Payload.GetRawText(), after.Payload.GetRawText());
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_recorded_next_attempt_is_made_when_it_is_due_and_not_before_also_by_the_next_node(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        var due = clock.GetUtcNow().AddHours(2);
        var down = new CallHandler((effect, runtime, token) => runtime.SendAsync(
            effect.CaseId, new RecordAttempt(effect.Effect.Id, new EffectAttempt(1, "down", 503, null, null, 5, null, due)), Actor.System, token));
        CaseId caseId;
        await using (var first = await TestNode.OwnAsync(store, CallActivity.HandledBy(down, clock)))
        {
            caseId = await first.StartCaseAsync(CallActivity.Definition);
            await first.UntilAsync(caseId, state => state.Attempts.Count == 1);
        }

        var up = new CallHandler(CallHandler.CompleteAsync);
        await using var second = await TestNode.OwnAsync(store, CallActivity.HandledBy(up, clock));
        var pending = Assert.Single(await second.Get<IEffectQueue>().PendingAsync(CallActivity.Kind, 10, TestContext.Current.CancellationToken));
        Assert.Equal((1, "down"), (pending.Attempts, pending.LastClass));
        clock.Advance(TimeSpan.FromMinutes(119));
        Assert.Empty(up.Calls);

        var called = up.NextCallAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        await called;
        await second.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);
        Assert.Equal(1, Assert.Single(up.Calls).Attempts);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_handler_that_keeps_failing_is_tried_with_growing_delay_until_an_incident_opens(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        var handler = new CallHandler((_, _, _) => throw new InvalidDataException("a bug"));
        await using var node = await TestNode.OwnAsync(
            store, CallActivity.HandledBy(handler, clock), ("Runtime:HandlerFailures", "3"), ("Runtime:HandlerDelay", "00:00:10"));

        var caseId = await node.StartCaseAsync(CallActivity.Definition);
        foreach (var (calls, delay) in new[] { (1, 10), (2, 20) })
        {
            while (handler.Calls.Count < calls || node.Keeper.Current!.Effects.Delayed == 0) await Task.Yield();
            clock.Advance(TimeSpan.FromSeconds(delay - 1));
            Assert.Equal(calls, handler.Calls.Count);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        var state = await node.UntilAsync(caseId, state => state.Incidents.Count == 1);
        Assert.Equal(3, handler.Calls.Count);
        Assert.Equal("handler-failed", state.Incidents.Values.Single().Fault.Code);
        var page = await node.Get<ICaseQueries>().IncidentsAsync(open: true, null, 10, TestContext.Current.CancellationToken);
        Assert.Equal(caseId, Assert.Single(page.Incidents).CaseId);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_parked_effect_is_offered_again_when_its_module_schedules_it(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var calls = 0;
        var handler = new CallHandler((effect, runtime, token) =>
            Interlocked.Increment(ref calls) == 1 ? Task.CompletedTask : CallHandler.CompleteAsync(effect, runtime, token));
        await using var node = await TestNode.OwnAsync(store, CallActivity.HandledBy(handler));
        var called = handler.NextCallAsync();
        var caseId = await node.StartCaseAsync(CallActivity.Definition);
        await called;

        var queue = node.Get<IEffectQueue>();
        foreach (var parked in await queue.PendingAsync(CallActivity.Kind, 10, TestContext.Current.CancellationToken))
            queue.Schedule(parked.CaseId, parked.Effect.Id, DateTimeOffset.MinValue);

        await node.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);
        Assert.Equal(2, handler.Calls.Count);
    }
}
