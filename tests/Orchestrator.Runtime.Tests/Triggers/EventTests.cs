using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Runtime.Triggers;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Triggers;

/// <summary>Events that start cases of published workflows.</summary>
public sealed class EventTests(ClusterOfTheRun cluster)
{
    private const string Started = "cases WHERE definition_id = 'begins'";

    private static string Begins => Drawn.Sequence("begins", [Drawn.Starts(Drawn.Event("arrived")), Drawn.Activity("again", "Elsa.Event", new { eventName = Drawn.Literal("String", "arrived") })]);

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task An_event_starts_a_case_with_its_correlation_and_payload_once_for_a_key_and_resumes_who_waits(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        await node.ImportAsync(Begins);
        var published = new PublishedEvent("arrived", "k1", JsonSerializer.SerializeToElement(new { n = 1 }), "key-1");
        var first = Assert.IsType<EventOutcome.Reached>(await node.Get<IEventPublisher>().PublishAsync(published, new Actor("agency", "portal"), TestContext.Current.CancellationToken));
        var started = Assert.Single(first.Started);
        Assert.Empty(first.Resumed);
        var state = await node.UntilAsync(started, s => s.Bookmarks.Count == 1);
        Assert.Equal(("k1", "1"), (state.CorrelationId, state.Started.Trigger!.Payload!.Value.GetProperty("n").GetRawText()));

        // The same event again: the case that it started waits for one of that name, but this one it has had already.
        var again = Assert.IsType<EventOutcome.Reached>(await node.Get<IEventPublisher>().PublishAsync(published, new Actor("agency", "portal"), TestContext.Current.CancellationToken));
        Assert.Equal(started, Assert.Single(again.Started));
        Assert.Equal(1, await store.CountAsync(Started));

        await node.Get<IEventPublisher>().PublishAsync(published with { CorrelationId = "k2", Key = "key-2" }, Actor.System, TestContext.Current.CancellationToken);
        Assert.Equal(2, await store.CountAsync(Started));
        await node.Get<IEventPublisher>().PublishAsync(published with { Key = "key-3" }, Actor.System, TestContext.Current.CancellationToken);
        await node.UntilAsync(started, s => s.Status == CaseStatus.Finished);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_key_that_comes_with_another_body_reaches_nobody(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        await node.ImportAsync(Begins);
        var published = new PublishedEvent("arrived", null, null, "key", "one");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => node.Get<IEventPublisher>().PublishAsync(
            published with { BodyHash = n % 2 == 0 ? "one" : "other" }, Actor.System, TestContext.Current.CancellationToken)));
        Assert.Equal((5, 5), (outcomes.OfType<EventOutcome.Reached>().Count(), outcomes.OfType<EventOutcome.KeyConflict>().Count()));
        Assert.Equal(1, await store.CountAsync(Started));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_case_that_publishes_an_event_starts_what_begins_with_it(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        await node.ImportAsync(Begins);
        var publisher = await node.StartCaseAsync(Drawn.Publishes("arrived", "k"));
        await node.UntilAsync(publisher, s => s.Status == CaseStatus.Finished && s.Effects.IsEmpty);
        Assert.Equal(1, await store.CountAsync(Started + " AND correlation_id = 'k'"));
    }
}
