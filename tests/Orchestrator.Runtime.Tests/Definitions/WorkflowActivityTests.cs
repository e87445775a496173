using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Definitions;

/// <summary>Stored workflows that others use as activities: which version a case runs, over publications and restarts.</summary>
public sealed class WorkflowActivityTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Consumers_follow_a_new_version_durably_and_running_cases_keep_theirs(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        CaseId old;
        await using (var first = await TestNode.OwnAsync(store))
        {
            await first.ImportAsync(Part("go", follow: true));
            await first.ImportAsync(Consumer("middle", "Part", "part", usable: true));
            old = await first.StartCaseAsync(Consumer("outer", "Middle", "middle", usable: false));
            await first.UntilAsync(old, state => state.Bookmarks.Count == 1);

            await first.ImportAsync(Part("on", follow: true));
            Assert.Equal(("part:2", "middle:2"), (await UsedAsync(first, "middle"), await UsedAsync(first, "outer")));
        }

        await using var second = await TestNode.OwnAsync(store);
        var file = await second.Get<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(Consumer("middle", "Part", "part", usable: true)), "test", Token);
        Assert.Equal(new ImportOutcome.Unchanged("middle:2", 2), file);
        await second.SendAsync(old, new DeliverEvent("go", null));
        Assert.Equal("outer:1", (await second.UntilAsync(old, state => state.Status == CaseStatus.Finished)).Started.VersionId);
        var entries = second.Get<IActivityCatalog>().Entries.Where(e => e.Descriptor.TypeName == "Part").Select(e => (e.Descriptor.Version, e.Descriptor.IsBrowsable));
        Assert.Equal([(1, false), (2, true)], entries);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task An_update_that_a_stopped_node_did_not_make_is_made_at_the_next_start(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using (var first = await TestNode.OwnAsync(store))
        {
            await first.ImportAsync(Part("go", follow: false));
            await first.ImportAsync(Consumer("outer", "Part", "part", usable: false));
            await first.ImportAsync(Part("on", follow: false));
            Assert.Equal("part:1", await UsedAsync(first, "outer"));
            var wanted = JsonNode.Parse(Part("on", follow: true))!.ToJsonString();
            var bytes = Convert.ToHexString(Encoding.UTF8.GetBytes(wanted));
            await store.ScalarAsync($"UPDATE definition_versions SET json = {(provider == StorageProvider.Sqlite ? $"x'{bytes}'" : $"'\\x{bytes}'::bytea")} WHERE version_id = 'part:2'");
        }

        await using var second = await TestNode.OwnAsync(store);
        Assert.Equal("part:2", await UsedAsync(second, "outer"));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Two_workflows_cannot_make_the_same_activity_type(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        await node.ImportAsync(Part("go", follow: false));
        var other = Part("go", follow: false).Replace("\"part\"", "\"other\"", StringComparison.Ordinal);
        var outcome = await node.Get<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(other), "test", Token);
        Assert.Equal("duplicate-activity-type", Assert.Single(Assert.IsType<ImportOutcome.Refused>(outcome).Faults).Code);
    }

    private static async Task<string> UsedAsync(TestNode node, string definitionId) =>
        Assert.Single((await node.Get<IDefinitionStore>().FindPublishedAsync(definitionId, Token))!.Uses).VersionId;

    private static string Part(string name, bool follow)
    {
        var definition = JsonNode.Parse(Drawn.Sequence("part", [Drawn.Event(name)]))!;
        definition["name"] = "Part";
        definition["options"] = new JsonObject { ["usableAsActivity"] = true, ["autoUpdateConsumingWorkflows"] = follow };
        return definition.ToJsonString();
    }

    private static string Consumer(string id, string type, string definitionId, bool usable)
    {
        var definition = JsonNode.Parse(Drawn.Sequence(id, [Drawn.Activity("use", type, new { workflowDefinitionId = definitionId })]))!;
        definition["name"] = id;
        definition["options"] = new JsonObject { ["usableAsActivity"] = usable };
        return JsonSerializer.Serialize(definition);
    }
}
