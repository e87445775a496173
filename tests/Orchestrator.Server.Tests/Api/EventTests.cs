using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Tests.Api;

/// <summary>Events that systems outside publish.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class EventTests(SharedServer shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_starts_a_workflow_once_per_key_and_gives_it_its_payload()
    {
        var name = await ImportAsync("event-starts", starts: true);
        using var agency = await shared.Server.ClientAsync(Role.Agency, "portal");

        var first = await ReceiptAsync(await PostAsync(agency, name, "k-1", new { payload = new { number = 7 }, correlationId = "c-1" }));
        var again = await ReceiptAsync(await PostAsync(agency, name, "k-1", new { correlationId = "c-1", payload = new { number = 7 } }));
        var other = await ReceiptAsync(await PostAsync(agency, name, "k-2", new { }));

        Assert.Equal([(0, 1), (0, 1), (0, 1)], [first, again, other]);
        await (await PostAsync(agency, name, "k-1", new { payload = new { number = 8 }, correlationId = "c-1" })).ProblemAsync(409, "event-conflict");
        await (await PostAsync(agency, name, "k-1", new { payload = new { number = 7 } })).ProblemAsync(409, "event-conflict");
        var cases = await CasesAsync("event-starts");
        Assert.Equal(2, cases.Count);
        Assert.Single(cases, state => state.CorrelationId == "c-1" && state.Started.Trigger!.Payload!.Value.GetProperty("number").GetInt32() == 7);
    }

    [Fact]
    public async Task A_waiting_case_of_the_correlation_id_is_resumed_once_and_no_other()
    {
        var name = await ImportAsync("event-waits", starts: false);
        using var officer = await shared.Server.ClientAsync(Role.Officer);
        var (mine, others) = (await StartAsync("event-waits", "mine"), await StartAsync("event-waits", "others"));

        Assert.Equal((1, 0), await ReceiptAsync(await PostAsync(officer, name, "k-1", new { correlationId = "mine" })));
        Assert.Equal((0, 0), await ReceiptAsync(await PostAsync(officer, name, "k-1", new { correlationId = "mine" })));

        Assert.Equal(CaseStatus.Finished, (await StateAsync(mine)).Status);
        Assert.Equal(CaseStatus.Running, (await StateAsync(others)).Status);
    }

    [Fact]
    public async Task A_key_that_reached_nobody_is_used_up_for_other_bodies_as_well_and_only_for_its_sender()
    {
        using var agency = await shared.Server.ClientAsync(Role.Agency, "portal");
        using var other = await shared.Server.ClientAsync(Role.Agency, "justice");

        Assert.Equal((0, 0), await ReceiptAsync(await PostAsync(agency, "nobody-waits", "k-1", new { payload = 1 })));
        await (await PostAsync(agency, "nobody-waits", "k-1", new { payload = 2 })).ProblemAsync(409, "event-conflict");
        Assert.Equal((0, 0), await ReceiptAsync(await PostAsync(other, "nobody-waits", "k-1", new { payload = 2 })));
    }

    [Fact]
    public async Task A_sender_that_may_know_of_some_cases_reaches_no_other()
    {
        var name = await ImportAsync("event-scoped", starts: false);
        var waiting = await StartAsync("event-scoped", null);
        using var agency = await shared.Server.ClientAsync(Role.Agency, "justice");

        Assert.Equal((0, 0), await ReceiptAsync(await PostAsync(agency, name, "k-1", new { })));
        Assert.Equal(CaseStatus.Running, (await StateAsync(waiting)).Status);
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said()
    {
        using var agency = await shared.Server.ClientAsync(Role.Agency);
        await (await agency.PostAsJsonAsync("/api/v1/events/x", new { }, Token)).ProblemAsync(400, "idempotency-key-missing");
        await (await PostAsync(agency, "x", new string('k', 201), new { })).ProblemAsync(400, "idempotency-key-missing");
        await (await PostAsync(agency, new string('n', 201), "k", new { })).ProblemAsync(400, "bad-parameter");
        await (await PostAsync(agency, "x", "k", new { correlationId = 5 })).ProblemAsync(422, "request-invalid");
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        await (await PostAsync(auditor, "x", "k", new { })).ProblemAsync(403, "forbidden");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string name, string key, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/events/{name}") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request, Token);
    }

    private static async Task<(int Resumed, int Started)> ReceiptAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var body = await answer.JsonAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.OK, body.GetRawText());
            return (body.GetProperty("resumed").GetInt32(), body.GetProperty("started").GetInt32());
        }
    }

    /// <summary>Publishes a workflow with one Event.</summary>
    /// <returns>The event's name.</returns>
    private async Task<string> ImportAsync(string id, bool starts)
    {
        var json = $$$"""
            {"definitionId":"{{{id}}}","name":"{{{id}}}","version":1,"root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[
              {"id":"e","type":"Elsa.Event","version":1,"customProperties":{"canStartWorkflow":{{{(starts ? "true" : "false")}}}},
               "eventName":{"typeName":"String","expression":{"type":"Literal","value":"{{{id}}}-happened"} } }]} }
            """;
        Assert.IsType<ImportOutcome.Imported>(await Service<IDefinitionStore>().ImportAsync(System.Text.Encoding.UTF8.GetBytes(json), "test", null, Token));
        return id + "-happened";
    }

    private async Task<CaseId> StartAsync(string definition, string? correlationId)
    {
        var workflow = (await Service<IDefinitionStore>().FindPublishedAsync(definition, Token))!;
        var started = Assert.IsType<StartOutcome.Started>(await Service<ICaseRuntime>().StartAsync(
            new StartRequest(null, null, _ => new CaseStarted(workflow.DefinitionId, workflow.VersionId, workflow.Version, JsonSerializer.SerializeToElement(new { }), correlationId, null, null), Actor.System), Token));
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        await Designer.Settled.SettledAsync(auditor, started.CaseId.ToString());
        return started.CaseId;
    }

    private async Task<CaseState> StateAsync(CaseId id) => (await Service<ICaseRuntime>().FindAsync(id, Token))!;

    private async Task<List<CaseState>> CasesAsync(string definition)
    {
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var found = await Designer.InstanceApiTests.PostAsync(auditor, "/elsa/api/workflow-instances", new { definitionIds = new[] { definition }, page = 0, pageSize = 50 });
        var states = new List<CaseState>();
        foreach (var item in found.GetProperty("items").EnumerateArray()) states.Add(await StateAsync(CaseId.Parse(item.GetProperty("id").GetString()!, null)));
        return [.. states.Where(state => state.Started.DefinitionId == definition)];
    }

    private T Service<T>() where T : notnull => shared.Server.Services.GetRequiredService<T>();
}
