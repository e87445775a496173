using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>What a designer keeps out of the log is in nothing that Studio reads of a case.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class LogPersistenceApiTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_excluded_input_is_in_no_reading_of_the_case_and_the_included_one_beside_it_is()
    {
        using var designer = await shared.Server.ClientAsync(Role.Designer);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var model = JsonNode.Parse("""
            {"name":"NAME","root":{"id":"f","type":"Elsa.Sequence","version":1,"activities":[
              {"id":"open","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"spoken aloud"}}},
              {"id":"quiet","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"JavaScript","value":"['kept','quiet'].join(' ')"}},
               "customProperties":{"logPersistenceConfig":{"default":null,"internalState":null,"outputs":{},"inputs":{"text":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core"}}}}},
              {"id":"wait","type":"Elsa.RunTask","version":1,"taskName":{"typeName":"String","expression":{"type":"Literal","value":"kept quiet"}},
               "customProperties":{"logPersistenceMode":{"default":"Exclude"}}}]}}
            """.Replace("NAME", "Quiet " + Guid.NewGuid(), StringComparison.Ordinal));
        using var saved = await designer.PostAsJsonAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = false }, Cancellation);
        var definition = (await saved.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["workflowDefinition"]!["definitionId"]!.GetValue<string>();
        using var run = await designer.PostAsJsonAsync($"/elsa/api/workflow-definitions/{definition}/execute", new { versionOptions = "Latest" }, Cancellation);
        var id = await auditor.SettledAsync(run.Headers.GetValues("x-elsa-workflow-instance-id").Single());

        Dictionary<string, JsonNode> executions = [];
        foreach (var activity in (string[])["open", "quiet", "wait"])
            executions[activity] = Assert.Single((await auditor.GetFromJsonAsync<JsonObject>($"/elsa/api/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:f:{activity}", Cancellation))!["items"]!.AsArray())!;
        var instance = JsonNode.Parse(await auditor.GetStringAsync($"/elsa/api/workflow-instances/{id}", Cancellation))!.AsObject();
        using var journal = await auditor.PostAsJsonAsync($"/elsa/api/workflow-instances/{id}/journal?take=1000", new { }, Cancellation);

        Assert.Equal("spoken aloud", executions["open"]["activityState"]!["Text"]!.GetValue<string>());
        Assert.Null(executions["quiet"]["activityState"]?["Text"]);
        Assert.Null(executions["wait"]["activityState"]?["TaskName"]);
        var history = await journal.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("spoken aloud", history, StringComparison.Ordinal);
        Assert.All([.. executions.Values.Select(run => run.ToJsonString()), history], text => Assert.DoesNotContain("unlogged", text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("\"Text\":\"kept quiet\"", history, StringComparison.Ordinal);
        Assert.DoesNotContain("\"TaskName\":\"kept quiet\"", instance.ToJsonString(), StringComparison.Ordinal);
    }
}
