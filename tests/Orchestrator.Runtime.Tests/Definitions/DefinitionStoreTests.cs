using System.Text;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Definitions;

public sealed class DefinitionStoreTests(ClusterOfTheRun cluster)
{
    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Importing_the_same_content_again_changes_nothing_and_other_content_makes_a_version(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var definitions = node.Get<IDefinitionStore>();
        var token = TestContext.Current.CancellationToken;

        var first = await definitions.ImportAsync(Bytes(Of("go")), "a", token);
        var same = await definitions.ImportAsync(Bytes(Of("go").Replace("\"name\"", "\"version\":9,\"createdAt\":\"2026-11-23\",\"name\"", StringComparison.Ordinal)), "b", token);
        var other = await definitions.ImportAsync(Bytes(Of("on")), "c", token);

        Assert.Equal(new ImportOutcome.Imported("waits:1", 1), first);
        Assert.Equal(new ImportOutcome.Unchanged("waits:1", 1), same);
        Assert.Equal(new ImportOutcome.Imported("waits:2", 2), other);
        Assert.Equal(2, (await definitions.FindPublishedAsync("waits", token))!.Version);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_running_case_keeps_its_version_over_imports_and_restarts(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        CaseId caseId;
        await using (var first = await TestNode.OwnAsync(store))
        {
            caseId = await first.StartCaseAsync(Of("go"));
            await first.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
            await first.ImportAsync(Of("on"));
        }

        await using var second = await TestNode.OwnAsync(store);
        await second.SendAsync(caseId, new DeliverEvent("go", null));
        var state = await second.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);
        Assert.Equal(1, state.Started.Version);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_definition_that_cannot_run_is_refused_with_its_path_and_nothing_is_stored(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);

        var unknown = await node.Get<IDefinitionStore>().ImportAsync(
            Bytes(Drawn.Sequence("bad", [Drawn.Activity("x", "Nobody.Knows", new { })])), "test", TestContext.Current.CancellationToken);
        var broken = await node.Get<IDefinitionStore>().ImportAsync(Bytes("{"), "test", TestContext.Current.CancellationToken);

        Assert.StartsWith("$.root.activities[0]", Assert.IsType<ImportOutcome.Refused>(unknown).Faults[0].Path, StringComparison.Ordinal);
        Assert.IsType<ImportOutcome.Refused>(broken);
        Assert.Equal(0, await store.CountAsync("definition_versions"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Racing_imports_of_the_same_content_make_one_version(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);

        foreach (var name in Enumerable.Range(0, 10).Select(round => $"waits-{round}"))
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.Get<IDefinitionStore>().ImportAsync(
                Bytes(Drawn.Sequence(name, [Drawn.Event("go")])), "test", TestContext.Current.CancellationToken)));

            Assert.Single(outcomes.OfType<ImportOutcome.Imported>());
            Assert.Equal(9, outcomes.OfType<ImportOutcome.Unchanged>().Count());
        }

        Assert.Equal(10, await store.CountAsync("definition_versions"));
    }

    private static string Of(string name) => Drawn.Sequence("waits", [Drawn.Event(name)]);

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
