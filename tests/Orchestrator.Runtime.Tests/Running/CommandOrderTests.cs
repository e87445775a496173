using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Running;

public sealed class CommandOrderTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task One_case_runs_one_command_at_a_time_however_many_are_sent(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var watch = new WatchedEngine(new WorkflowEngine());
        // A cache of two cases, so that cases leave memory and are read again in between.
        await using var node = await TestNode.OwnAsync(store, services => services.AddSingleton<IWorkflowEngine>(watch), ("Runtime:CachedCases", "2"));
        var cases = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => node.StartCaseAsync(Drawn.Waits("go"))));

        var mark = JsonSerializer.SerializeToElement(1);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(index => node.SendAsync(cases[index % 6], new RecordMark($"m{index}", mark))));

        Assert.Equal(0, watch.Overlaps);
        Assert.All(outcomes, outcome => Assert.IsType<CommandOutcome.Accepted>(outcome));
        Assert.Equal(300, await store.CountAsync("journal WHERE kind = 'MarkRecorded'"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Two_events_at_the_same_instant_both_count(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var definition = Drawn.Sequence("both", [Drawn.Activity("both", "Elsa.Parallel", new { activities = new[] { Drawn.Event("a"), Drawn.Event("b") } })]);
        var cases = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => node.StartCaseAsync(definition)));
        await Task.WhenAll(cases.Select(caseId => node.UntilAsync(caseId, state => state.Bookmarks.Count == 2)));

        await Task.WhenAll(cases.SelectMany(caseId => new[] { "a", "b" }.Select(name => node.SendAsync(caseId, new DeliverEvent(name, null)))));

        foreach (var caseId in cases) await node.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);
    }

    private sealed class WatchedEngine(IWorkflowEngine engine) : IWorkflowEngine
    {
        private readonly ConcurrentDictionary<CaseId, int> _deciding = new();
        private int _overlaps;

        public int Overlaps => _overlaps;

        public Decision Decide(CompiledWorkflow workflow, CaseState state, CaseCommand command, DateTimeOffset now)
        {
            if (_deciding.AddOrUpdate(state.CaseId, 1, (_, count) => count + 1) > 1) Interlocked.Increment(ref _overlaps);
            try
            {
                return engine.Decide(workflow, state, command, now);
            }
            finally
            {
                _deciding.AddOrUpdate(state.CaseId, 0, (_, count) => count - 1);
            }
        }

        public CaseState Apply(CompiledWorkflow workflow, CaseState? state, CaseId caseId, CaseEvent change) => engine.Apply(workflow, state, caseId, change);
    }
}
