using System.Text;
using System.Text.Json;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Definitions;

/// <summary>Versions that an older build published and that would be refused today.</summary>
public sealed class RefusedVersionTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_case_on_a_version_that_uses_a_refused_name_gets_an_incident_and_goes_on_with_a_corrected_version(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var caseId = await StartAsync(store, Script("toJson('x')"));
        await ReplaceAsync(store, "toJson('x')", "getConfig('x')");

        await using var node = await TestNode.OwnAsync(store);
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        await node.SendAsync(caseId, new DeliverEvent("go", null));
        var faulted = await node.UntilAsync(caseId, state => state.Incidents.Count == 1);
        var fault = faulted.Incidents.Values.Single().Fault;
        Assert.Equal("version-refused", fault.Code);
        Assert.Contains("getConfig", fault.Message, StringComparison.Ordinal);

        // Nothing new starts on it, and it is said why.
        var (versionId, version) = (faulted.Started.VersionId, faulted.Started.Version);
        var refused = (await node.Get<IDefinitionStore>().GetAsync(versionId, Token)).Refusals;
        Assert.Equal(("unsupported-name", "$.root.activities[1].script.expression.value"), (Assert.Single(refused).Code, refused[0].Path));
        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Runtime.StartAsync(
            new StartRequest(null, null, _ => new CaseStarted("refused", versionId, version, JsonSerializer.SerializeToElement(new { }), null, null, null), Actor.System), Token));
        Assert.Single(await node.Get<IDefinitionLibrary>().HistoryAsync("refused", Token), one => one.VersionId == versionId);
        Assert.NotNull(await node.Get<IDefinitionLibrary>().ReadAsync(versionId, Token));
        Assert.DoesNotContain(node.Get<IPublishedWorkflows>().All, one => one.Workflow.DefinitionId == "refused");

        var corrected = await node.ImportAsync(Definition(Script("toJson('y')")));
        var target = await node.Get<IDefinitionStore>().GetAsync(corrected.VersionId, Token);
        Assert.IsType<CommandOutcome.Accepted>(await node.SendAsync(caseId, new MigrateCase(target, "the name is refused")));
        await node.SendAsync(caseId, new ResolveIncident(faulted.Incidents.Keys.Single(), IncidentResolution.Retried, null));
        await node.UntilAsync(caseId, state => state.SubStatus == CaseSubStatus.Finished);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task An_activity_that_nobody_knows_any_more_becomes_an_incident_when_the_case_comes_to_it(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var caseId = await StartAsync(store, Script("1"));
        await ReplaceAsync(store, "Elsa.RunJavaScript", "Elsa.RunCSharp");

        await using var node = await TestNode.OwnAsync(store);
        await node.SendAsync(caseId, new DeliverEvent("go", null));
        var faulted = await node.UntilAsync(caseId, state => state.Incidents.Count == 1);
        Assert.Equal(("version-refused", "step"), (faulted.Incidents.Values.Single().Fault.Code, faulted.Incidents.Values.Single().ActivityId));
        await node.SendAsync(caseId, new ResolveIncident(faulted.Incidents.Keys.Single(), IncidentResolution.Overridden, "done by hand"));
        await node.UntilAsync(caseId, state => state.SubStatus == CaseSubStatus.Finished);
    }

    private static object Script(string script) => Drawn.Activity("step", "Elsa.RunJavaScript", new { script = new { typeName = "String", expression = new { type = "JavaScript", value = script } } });

    private static string Definition(object step) => Drawn.Sequence("refused", [Drawn.Event("go"), step]);

    /// <summary>Starts a case that waits before the step, and stops the node.</summary>
    private static async Task<CaseId> StartAsync(TestStore store, object step)
    {
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Definition(step));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        return caseId;
    }

    /// <summary>Has the stored version say what an older build let in.</summary>
    private static async Task ReplaceAsync(TestStore store, string text, string by)
    {
        var json = await store.ScalarAsync("SELECT json FROM definition_versions WHERE definition_id = 'refused'");
        var (found, changed) = (Encoding.UTF8.GetString((byte[])json!), Escaped(by));
        Assert.Contains(Escaped(text), found, StringComparison.Ordinal);
        var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(found.Replace(Escaped(text), changed, StringComparison.Ordinal)));
        await store.ScalarAsync($"UPDATE definition_versions SET json = {(store.Provider == StorageProvider.Sqlite ? $"X'{hex}'" : $"decode('{hex}', 'hex')")} WHERE definition_id = 'refused'");

        static string Escaped(string value) => JsonSerializer.Serialize(value)[1..^1];
    }
}
