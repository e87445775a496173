using System.Text.Json;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Effects;

public sealed class BuiltInEffectTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_published_event_reaches_every_waiting_case_of_its_correlation_and_no_other(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var waiting = await Task.WhenAll(Enumerable.Range(0, 12).Select(index => node.StartCaseAsync(Drawn.Waits("go"), correlationId: index < 8 ? "mine" : "theirs")));
        foreach (var caseId in waiting) await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        var publisher = await node.StartCaseAsync(Drawn.Publishes("go", "mine"));
        foreach (var caseId in waiting[..8]) await node.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);
        await node.UntilAsync(publisher, state => state.Status == CaseStatus.Finished && state.Effects.Count == 0);

        Assert.Equal(4, await store.CountAsync("cases WHERE status = 'Running'"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task An_event_delivered_again_after_a_crash_counts_once_even_when_the_case_waits_for_it_again(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Sequence("twice", [Drawn.Event("go"), Drawn.Activity("again", "Elsa.Event", new
        {
            eventName = new { typeName = "String", expression = new { type = "Literal", value = "go" } },
        })]));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);

        var publisher = node.Get<IEnumerable<IEffectHandler>>().OfType<PublishEventHandler>().Single();
        var effect = new PendingEffect(
            caseId, new Effect("e99", EffectKinds.PublishEvent, 0, null, "publish-key", JsonSerializer.SerializeToElement(new { eventName = "go" })),
            0, null, DateTimeOffset.UnixEpoch, null);
        await publisher.HandleAsync(effect, TestContext.Current.CancellationToken);
        await publisher.HandleAsync(effect, TestContext.Current.CancellationToken);

        var state = await node.Runtime.FindAsync(caseId, TestContext.Current.CancellationToken);
        Assert.Equal(CaseStatus.Running, state!.Status);
        Assert.Equal("again", Assert.Single(state.Bookmarks.Values).ActivityId);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_child_case_is_started_once_and_its_end_wakes_the_parent(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store, TestNodeBreaking.With(BreakingStore.Often(seed: 3)));
        await node.ImportAsync(Drawn.Straight(2));

        var parent = await node.StartCaseAsync(Drawn.Dispatches("straight-2"));
        await node.UntilAsync(parent, state => state.Status == CaseStatus.Finished);

        Assert.Equal(2, await store.CountAsync("cases WHERE sub_status = 'Finished'"));
        Assert.Equal(1, await store.CountAsync("cases WHERE parent_case_id IS NOT NULL"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_bulk_dispatch_that_is_retried_starts_no_child_twice_and_learns_how_those_ended_that_there_are(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        await node.ImportAsync(Drawn.OneAtATime(Drawn.Waits("go")));
        var parent = await node.StartCaseAsync(Drawn.DispatchesEach("waits-go", "a", "b"));
        var faulted = await node.UntilAsync(parent, state => state.Incidents.Count == 1);
        var first = await OnlyRunningChildAsync();

        // While it runs the other is refused again, and nothing is started beside it.
        await node.SendAsync(parent, new ResolveIncident(faulted.Incidents.Keys.Single(), IncidentResolution.Retried, null));
        faulted = await node.UntilAsync(parent, state => state.Incidents.ContainsKey("i2"));
        Assert.Equal("case-running", faulted.Incidents["i2"].Fault.Code);
        Assert.Equal(first, await OnlyRunningChildAsync());

        await EndAsync(first);
        await node.SendAsync(parent, new ResolveIncident("i2", IncidentResolution.Retried, null));
        await store.UntilCountAsync("cases WHERE parent_case_id IS NOT NULL", 2);
        await EndAsync(await OnlyRunningChildAsync());
        await node.UntilAsync(parent, state => state.SubStatus == CaseSubStatus.Finished);
        Assert.Equal(2, await store.CountAsync("cases WHERE parent_case_id IS NOT NULL"));

        async Task<CaseId> OnlyRunningChildAsync()
        {
            await store.UntilCountAsync("cases WHERE parent_case_id IS NOT NULL AND status = 'Running'", 1);
            var found = await store.ScalarAsync("SELECT case_id FROM cases WHERE parent_case_id IS NOT NULL AND status = 'Running'");
            return new CaseId(found as Guid? ?? Guid.Parse((string)found!));
        }

        async Task EndAsync(CaseId child)
        {
            await node.UntilAsync(child, state => state.Bookmarks.Count == 1);
            await node.SendAsync(child, new DeliverEvent("go", null));
            await node.UntilAsync(child, state => state.Status == CaseStatus.Finished && state.Effects.Count == 0);
        }
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_missing_child_definition_opens_an_incident(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);

        var parent = await node.StartCaseAsync(Drawn.Dispatches("not-there"));
        var state = await node.UntilAsync(parent, state => state.Incidents.Count == 1);

        Assert.Equal("definition-missing", state.Incidents.Values.Single().Fault.Code);
    }
}
