using System.Globalization;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;

namespace Orchestrator.Runtime.Tests.Running;

public sealed class StartTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Numbers_neither_repeat_nor_skip_while_starts_race_and_commits_break(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store, TestNodeBreaking.With(BreakingStore.Often(seed: 5)));
        var definition = Drawn.Waits("go");
        await node.ImportAsync(definition);

        var started = await Task.WhenAll(Enumerable.Range(0, 200).Select(async index =>
        {
            var request = await node.RequestAsync(
                definition, key: new StartKey("portal", $"k{index}", "body"), counter: new CounterKey(index % 2 == 0 ? "even" : "odd"));
            return Assert.IsType<StartOutcome.Started>(await node.Runtime.StartAsync(request, TestContext.Current.CancellationToken));
        }));

        // The name carries the number that the transaction gave.
        var numbers = started.Select(one => int.Parse(one.Entry.Name!.Split(' ')[1], CultureInfo.InvariantCulture)).Order().ToList();
        Assert.Equal(Enumerable.Range(1, 100).SelectMany(number => new[] { number, number }), numbers);
        Assert.Equal(100L, await store.ScalarAsync("SELECT value FROM counters WHERE name = 'even'"));
        Assert.Equal(200, await store.CountAsync("cases"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_start_that_fails_costs_no_number(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var good = await node.RequestAsync(Drawn.Waits("go"), counter: new CounterKey("c"));
        var bad = good with { Start = _ => throw new FormatException("a faulty start") };

        var sends = new[] { good, bad, good, bad, good }.Select(request => node.Runtime.StartAsync(request, TestContext.Current.CancellationToken)).ToList();
        await Task.WhenAll(sends.Select(send => send.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal(2, sends.Count(send => send.IsFaulted));
        Assert.Equal(
            ["case 1", "case 2", "case 3"],
            sends.Where(send => !send.IsFaulted).Select(send => ((StartOutcome.Started)send.Result).Entry.Name!).Order());
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Racing_starts_with_one_key_make_one_case(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var same = await node.RequestAsync(Drawn.Waits("go"), key: new StartKey("portal", "k", "body"), counter: new CounterKey("c"));
        var other = same with { Key = new StartKey("portal", "k", "another body") };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => node.Runtime.StartAsync(same, TestContext.Current.CancellationToken)));
        var conflict = await node.Runtime.StartAsync(other, TestContext.Current.CancellationToken);

        var winner = Assert.Single(outcomes.OfType<StartOutcome.Started>());
        Assert.Equal(59, outcomes.OfType<StartOutcome.AlreadyStarted>().Count(again => again.CaseId == winner.CaseId));
        Assert.Equal(winner.CaseId, Assert.IsType<StartOutcome.KeyConflict>(conflict).CaseId);
        Assert.Equal(1, await store.CountAsync("cases"));
        Assert.Equal(1L, await store.ScalarAsync("SELECT value FROM counters"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task An_answered_start_is_there_after_a_crash_of_the_node(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var definition = Drawn.Waits("go");
        Orchestrator.Workflows.Execution.CaseId[] cases;
        await using (var first = await TestNode.OwnAsync(store))
        {
            cases = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => first.StartCaseAsync(definition)));
        }

        await using var second = await TestNode.OwnAsync(store);
        foreach (var caseId in cases) await second.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
    }
}
