using System.Text.Json.Nodes;
using Orchestrator.Runtime.Ownership;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Running;

/// <summary>Activation strategies: of starts at the same moment exactly one is stored.</summary>
public sealed class ActivationTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Of_many_starts_of_a_singleton_at_once_one_is_stored_and_numbers_are_not_used_up(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var request = await node.RequestAsync(Of("Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime"), counter: new CounterKey("numbers"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => node.Runtime.StartAsync(request, Token)));
        var started = Assert.Single(outcomes.OfType<StartOutcome.Started>());
        Assert.All(outcomes.OfType<StartOutcome.Refused>(), refused => Assert.Equal(("case-running", started.CaseId), (refused.Code, refused.CaseId)));
        Assert.Equal(39, outcomes.OfType<StartOutcome.Refused>().Count());
        Assert.Equal(1L, Convert.ToInt64(await store.ScalarAsync("SELECT value FROM counters WHERE name = 'numbers'"), System.Globalization.CultureInfo.InvariantCulture));

        await node.SendAsync(started.CaseId, new DeliverEvent("go", null));
        await node.UntilAsync(started.CaseId, state => state.Status == CaseStatus.Finished);
        Assert.IsType<StartOutcome.Started>(await node.Runtime.StartAsync(request, Token));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_correlated_singleton_runs_once_for_each_correlation_id(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var requests = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => node.RequestAsync(Of("CorrelatedSingletonStrategy"), correlationId: $"k{n % 3}")));
        var outcomes = await Task.WhenAll(requests.Select(request => node.Runtime.StartAsync(request, Token)));
        Assert.Equal(["k0", "k1", "k2"], outcomes.OfType<StartOutcome.Started>().Select(started => started.Entry.CorrelationId!).Order());
        Assert.Equal(27, outcomes.OfType<StartOutcome.Refused>().Count());
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_correlation_strategy_minds_cases_of_other_definitions_and_an_idempotent_start_stays_one(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var other = await node.StartCaseAsync(Drawn.Waits("on"), correlationId: "k");
        var request = await node.RequestAsync(Of("CorrelationStrategy"), key: new StartKey("test", "1", "hash"), correlationId: "k");
        Assert.Equal(other, Assert.IsType<StartOutcome.Refused>(await node.Runtime.StartAsync(request, Token)).CaseId);
        await node.SendAsync(other, new DeliverEvent("on", null));
        await node.UntilAsync(other, state => state.Status == CaseStatus.Finished);
        var started = Assert.IsType<StartOutcome.Started>(await node.Runtime.StartAsync(request, Token));
        Assert.Equal(started.CaseId, Assert.IsType<StartOutcome.AlreadyStarted>(await node.Runtime.StartAsync(request, Token)).CaseId);
    }

    [Theory]
    [InlineData("SingletonStrategy", "a", "b")]
    [InlineData("CorrelatedSingletonStrategy", "k", "k")]
    [InlineData("CorrelationStrategy", "k", "k")]
    public async Task Of_starts_on_two_nodes_at_the_same_moment_one_lives_also_when_both_may_write(string strategy, string one, string other)
    {
        var store = await TestStore.CreateAsync(StorageProvider.PostgreSql, cluster);
        var meeting = Meeting.With(new Meeting());
        await using var first = await TestNode.OwnAsync(store, meeting);
        await using var second = await TestNode.StartAsync(store, meeting);

        // The fence would refuse one of the nodes; with the epochs of the first one only the check of the strategy is left.
        var epochs = Enumerable.Repeat(1L, await second.Get<ShardRegistry>().CountAsync(Token)).ToArray();
        await using var beside = new Tenure(second.Get<TenureParts>(), epochs, CancellationToken.None);
        var (here, there) = (await first.RequestAsync(Of(strategy), correlationId: one), await second.RequestAsync(Of(strategy), correlationId: other));
        var outcomes = await Task.WhenAll(
            first.Keeper.Current!.StartAsync(here, DateTimeOffset.MaxValue), beside.StartAsync(there, DateTimeOffset.MaxValue));

        var started = Assert.Single(outcomes.OfType<StartOutcome.Started>());
        var refused = Assert.Single(outcomes.OfType<StartOutcome.Refused>());
        Assert.Equal(("case-running", started.CaseId), (refused.Code, refused.CaseId));
        Assert.Equal(1, await store.CountAsync("cases"));
    }

    private static string Of(string strategy)
    {
        var definition = JsonNode.Parse(Drawn.Waits("go"))!;
        definition["options"] = new JsonObject { ["activationStrategyType"] = strategy };
        return definition.ToJsonString();
    }
}
