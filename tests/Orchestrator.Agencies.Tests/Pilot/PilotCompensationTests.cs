using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Checking;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.TestKit;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Pilot;

/// <summary>A birth and a card are taken back at the stand-in agencies as their documents say, over real HTTP and a real store.</summary>
public sealed class PilotCompensationTests
{
    private const string CancelCard = "social-security/CancelHealthInsuranceCard", CancelBirth = "justice/CancelBirth";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_two_agencies_did_is_taken_back_once_although_answers_are_lost_and_the_node_changes(bool isPostgres)
    {
        await using var cluster = isPostgres ? await PostgresCluster.StartAsync() : null;
        await using var node = await PilotNode.StartAsync(cluster is null ? null : await cluster.CreateDatabaseAsync());
        await node.BreakAsync("social-security", "CancelHealthInsuranceCard", "lost-answer", null);
        var caseId = await node.StartCaseAsync(Definition(compensate: true));

        // The card is taken back first. The agency has done it, nobody here knows it, and the node goes.
        await UntilAsync(() => node.Report.Requests.GetValueOrDefault(CancelCard) > 0);
        Assert.Equal(0, node.Report.Requests.GetValueOrDefault(CancelBirth));
        await node.ReplaceAsync();
        await node.MendAsync();

        var (state, ports) = await node.EndOfAsync(caseId);
        Assert.Empty(state.Incidents);
        Assert.Equal(CaseSubStatus.Finished, state.SubStatus);
        Assert.Equal(("Cancelled", "Cancelled", "Done"), (ports["card~compensation"], ports["birth~compensation"], ports["undo"]));
        Assert.True(node.Report.Requests[CancelCard] > 1);
        Assert.Equal(1, node.Report.Requests[CancelBirth]);

        // Of four calls two registrations stand: the cancellations. Each was asked for under one key.
        Assert.Equal(2, node.Report.Registrations);
        Assert.Empty(node.Report.Doubles);
        Assert.Empty((await node.Services.GetRequiredService<StoreCheck>().RunAsync(Stop)).Faults);
    }

    [Fact]
    public async Task An_agency_that_refuses_is_an_incident_of_that_agency_and_the_support_desk_undoes_the_rest()
    {
        await using var node = await PilotNode.StartAsync();
        await node.BreakAsync("social-security", "CancelHealthInsuranceCard", "refuse", 1);
        var caseId = await node.StartCaseAsync(Definition(compensate: false));
        var runtime = node.Services.GetRequiredService<ICaseRuntime>();
        var stopped = (await node.EndOfAsync(caseId)).State.Incidents.Values.Single();

        await SendAsync(new CompensateIncident(stopped.Id, null, CompensationFollowUp.Cancel, "The parents withdraw."));
        await UntilAsync(async () => (await runtime.FindAsync(caseId, Stop))!.Incidents.Count == 2);
        var refused = (await runtime.FindAsync(caseId, Stop))!.Incidents.Values.Single(incident => incident.Id != stopped.Id);
        Assert.Equal((FaultCodes.CompensationRefused, "social-security"), (refused.Fault.Code, refused.Owner));
        Assert.Equal(0, node.Report.Requests.GetValueOrDefault(CancelBirth));

        await SendAsync(new ResolveIncident(refused.Id, IncidentResolution.Retried, "Settled by phone."));
        await UntilAsync(async () => (await runtime.FindAsync(caseId, Stop))!.SubStatus == CaseSubStatus.Cancelled);
        Assert.Equal((2, 1), (node.Report.Requests[CancelCard], node.Report.Requests[CancelBirth]));
        Assert.Equal(2, node.Report.Registrations);

        async Task SendAsync(CaseCommand command) => Assert.IsType<CommandOutcome.Accepted>(await runtime.SendAsync(caseId, command, new Actor("user", "support"), Stop));
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds()) await timer.WaitForNextTickAsync(patience.Token);
    }

    private static string Definition(bool compensate) => new JsonObject
    {
        ["definitionId"] = "birth-taken-back",
        ["name"] = "Birth taken back",
        ["root"] = new JsonObject
        {
            ["id"] = "root",
            ["type"] = "Elsa.Sequence",
            ["version"] = 1,
            ["activities"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = "birth",
                    ["type"] = "Agency.Justice.RegisterBirth",
                    ["version"] = 1,
                    ["dossierNumber"] = Input("Literal", "G22.99.01-260302-0001"),
                    ["child"] = Input("Object", """{"fullName":"Bé Thử","dateOfBirth":"2026-03-01","sex":"female"}"""),
                    ["mother"] = Input("Object", """{"fullName":"Mẹ Thử","personalId":"001196012345"}"""),
                    ["requester"] = Input("Object", """{"fullName":"Mẹ Thử","personalId":"001196012345","relation":"mother"}"""),
                    ["liveBirthCertificate"] = Input("Object", """{"kind":"certificate","number":"GCS-01001-000123","issuedOn":"2026-03-01"}"""),
                },
                new JsonObject
                {
                    ["id"] = "card",
                    ["type"] = "Agency.SocialSecurity.IssueHealthInsuranceCard",
                    ["version"] = 1,
                    ["dossierNumber"] = Input("Literal", "G22.99.01-260302-0001"),
                    ["child"] = Input("Object", """{"fullName":"Bé Thử","dateOfBirth":"2026-03-01","sex":"female"}"""),
                    ["registerNumber"] = Input("JavaScript", "getOutputFrom('birth', 'RegisterNumber')"),
                    ["facility"] = Input("Object", """{"code":"01001","name":"Trạm y tế"}"""),
                },
                compensate ? new JsonObject { ["id"] = "undo", ["type"] = "Case.Compensate", ["version"] = 1 } : new JsonObject { ["id"] = "stop", ["type"] = "Elsa.Fault", ["version"] = 1 }),
        },
    }.ToJsonString();

    private static JsonObject Input(string kind, string value) =>
        new() { ["typeName"] = kind == "Object" ? "Object" : "String", ["expression"] = new JsonObject { ["type"] = kind, ["value"] = value } };
}
