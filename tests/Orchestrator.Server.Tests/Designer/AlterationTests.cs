using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Journal;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>Cases changed by hand through the real runtime: what was asked happens, and the journal says who did it and why.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class AlterationTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_faulted_activity_is_run_again_after_its_variable_was_corrected()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        var id = await StartAsync(administrator, Waiting());
        await UntilAsync(administrator, id, state => state["incidentCount"]!.GetValue<int>() == 1);
        Assert.Equal(HttpStatusCode.BadRequest, (await Designs.SendAsync(administrator, "/elsa/api/alterations/run", new { workflowInstanceIds = new[] { id } })).Status);

        var corrected = await RunAsync(administrator, id, "Typed wrongly in the application", new { type = "ModifyVariable", variableId = "var-x", value = "good" });
        var variables = await Designs.GetAsync(administrator, $"/elsa/api/workflow-instances/{id}/variables");
        var (_, retried) = await Designs.SendAsync(administrator, "/elsa/api/alterations/workflows/retry", new { workflowInstanceIds = new[] { id }, activityIds = new[] { "js" }, reason = "Corrected now" });

        Assert.True(corrected["isSuccessful"]!.GetValue<bool>());
        Assert.Equal("good", variables["items"]![0]!["value"]!.GetValue<string>());
        Assert.True(retried!["results"]![0]!["isSuccessful"]!.GetValue<bool>());
        await UntilAsync(administrator, id, state => state["incidentCount"]!.GetValue<int>() == 0);
        await AssertNotedAsync(id, "Typed wrongly in the application", "Corrected now");
        var (_, again) = await Designs.SendAsync(administrator, "/elsa/api/alterations/workflows/retry", new { workflowInstanceIds = new[] { id } });
        Assert.False(again!["results"]![0]!["isSuccessful"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_activity_is_run_out_of_turn_another_given_up_and_the_case_cancelled()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        var id = await StartAsync(administrator, Waiting(value: "good"));
        await UntilAsync(administrator, id, state => state["subStatus"]!.GetValue<string>() == "Suspended");

        var scheduled = await RunAsync(administrator, id, "Needed earlier", new { type = "ScheduleActivity", activityId = "late" });
        var executions = await Designs.GetAsync(administrator, $"/elsa/api/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:f:late");
        var unknown = await RunAsync(administrator, id, "x", new { type = "ScheduleActivity", activityId = "no-such" });
        Assert.True(scheduled["isSuccessful"]!.GetValue<bool>(), scheduled.ToJsonString());
        Assert.Equal("Completed", Assert.Single(executions["items"]!.AsArray())!["status"]!.GetValue<string>());
        Assert.False(unknown["isSuccessful"]!.GetValue<bool>());

        var cancelled = await RunAsync(administrator, id, "Sent twice", new { type = "Cancel" });
        Assert.True(cancelled["isSuccessful"]!.GetValue<bool>());
        Assert.Equal("Cancelled", (await Designs.GetAsync(administrator, $"/elsa/api/workflow-instances/{id}"))["subStatus"]!.GetValue<string>());
        await AssertNotedAsync(id, "Needed earlier", "Sent twice");

        var other = await StartAsync(administrator, Waiting(value: "good"));
        await UntilAsync(administrator, other, state => state["subStatus"]!.GetValue<string>() == "Suspended");
        var givenUp = await RunAsync(administrator, other, "Nobody answers", new { type = "CancelActivity", activityId = "wait" });
        Assert.True(givenUp["isSuccessful"]!.GetValue<bool>(), givenUp.ToJsonString());
        await AssertNotedAsync(other, "Nobody answers");
    }

    [Fact]
    public async Task A_case_goes_on_with_a_newer_version_and_the_journal_says_on_whose_word()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var designer = await shared.Server.ClientAsync(Role.Designer);
        var first = await Designs.PublishAsync(shared.Server, administrator, Waiting(value: "good"));
        var id = await StartAsync(administrator, first);
        await UntilAsync(administrator, id, state => state["subStatus"]!.GetValue<string>() == "Suspended");
        first["description"] = "Second";
        await Designs.PublishAsync(shared.Server, administrator, first);

        var nowhere = await RunAsync(administrator, id, "x", new { type = "Migrate", targetVersion = 9 });
        var migrated = await RunAsync(administrator, id, "The law changed", new { type = "Migrate", targetVersion = 2 });

        Assert.False(nowhere["isSuccessful"]!.GetValue<bool>());
        Assert.True(migrated["isSuccessful"]!.GetValue<bool>(), migrated.ToJsonString());
        var instance = await Designs.GetAsync(administrator, $"/elsa/api/workflow-instances/{id}");
        Assert.Equal((2, $"{first["definitionId"]}:2"), (instance["version"]!.GetValue<int>(), instance["definitionVersionId"]!.GetValue<string>()));
        await AssertNotedAsync(id, "The law changed");
        Assert.Equal(HttpStatusCode.Forbidden, (await Designs.SendAsync(designer, "/elsa/api/alterations/run", new { })).Status);
        var features = await Designs.GetAsync(administrator, "/elsa/api/features/installed");
        Assert.Contains("Elsa.Alterations", features["items"]!.AsArray().Select(feature => feature!["fullName"]!.GetValue<string>()));
    }

    /// <summary>Faults unless its variable is good; then waits for an event, and a line follows.</summary>
    private static JsonObject Waiting(string value = "bad") => JsonNode.Parse("""
        {"definitionId":null,"id":null,"name":"NAME",
         "variables":[{"id":"var-x","name":"X","typeName":"String","isArray":false,"value":"VALUE"}],
         "root":{"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
           {"id":"js","type":"Elsa.RunJavaScript","version":1,"script":{"typeName":"String","expression":{"type":"Literal","value":"if (getVariable('X') !== 'good') throw new Error('not good');"}}},
           {"id":"wait","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"EVENT"}}},
           {"id":"late","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"late"}}}],
          "connections":[{"source":{"activity":"js","port":"Done"},"target":{"activity":"wait","port":"In"}},{"source":{"activity":"wait","port":"Done"},"target":{"activity":"late","port":"In"}}]}}
        """.Replace("NAME", Designs.Name("Altered"), StringComparison.Ordinal).Replace("VALUE", value, StringComparison.Ordinal).Replace("EVENT", Guid.NewGuid().ToString(), StringComparison.Ordinal))!.AsObject();

    private async Task<string> StartAsync(HttpClient client, JsonObject model)
    {
        if (model["definitionId"] is null) model = await Designs.PublishAsync(shared.Server, client, model);
        var (status, started) = await Designs.SendAsync(client, $"{Designs.Api}/{model["definitionId"]}/execute", new { });
        Assert.True(status == HttpStatusCode.OK, started?.ToJsonString());
        return started!["workflowState"]!["id"]!.GetValue<string>();
    }

    private static async Task<JsonNode> RunAsync(HttpClient client, string id, string reason, object alteration)
    {
        var (status, answer) = await Designs.SendAsync(client, "/elsa/api/alterations/run", new { alterations = new[] { alteration }, workflowInstanceIds = new[] { id }, reason });
        Assert.True(status == HttpStatusCode.OK, answer?.ToJsonString());
        return Assert.Single(answer!["results"]!.AsArray())!;
    }

    private static async Task UntilAsync(HttpClient client, string id, Func<JsonNode, bool> reached)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while (!reached(await Designs.GetAsync(client, $"/elsa/api/workflow-instances/{id}"))) await looks.WaitForNextTickAsync(patience.Token);
    }

    private async Task AssertNotedAsync(string id, params string[] reasons)
    {
        var entries = await shared.Server.Services.GetRequiredService<IJournalReader>().ReadAsync(CaseId.Parse(id, null), 0, 1000, Cancellation);
        foreach (var reason in reasons)
        {
            var entry = entries.First(one => Encoding.UTF8.GetString(one.Payload.Span).Contains(reason, StringComparison.Ordinal));
            Assert.Equal("administrator:test-Administrator", entry.Actor.ToString());
        }
    }
}
