using System.Text.Json.Nodes;
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

    private static string Of(string strategy)
    {
        var definition = JsonNode.Parse(Drawn.Waits("go"))!;
        definition["options"] = new JsonObject { ["activationStrategyType"] = strategy };
        return definition.ToJsonString();
    }
}
