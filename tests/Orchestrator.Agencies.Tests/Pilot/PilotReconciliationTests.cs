using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Reconciliation;
using Orchestrator.Agencies.Storage;
using Orchestrator.Runtime.Checking;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.TestKit;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Pilot;

/// <summary>Cases are compared with what the stand-in agencies hold, over real HTTP and a real store; faults make the differences real.</summary>
public sealed class PilotReconciliationTests
{
    private static readonly Actor Support = new("user", "support");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_registration_that_the_agency_lost_is_reported_once_and_sent_again_under_its_key(bool isPostgres)
    {
        await using var cluster = isPostgres ? await PostgresCluster.StartAsync() : null;
        await using var node = await PilotNode.StartAsync(cluster is null ? null : await cluster.CreateDatabaseAsync(), polls: false);
        await node.BreakAsync("justice", "RegisterBirth", "forget", 1);
        var (lost, ports) = await node.RunAsync(Birth("G22.99.01-260302-0001", "Bé Một"));
        Assert.Equal("Registered", ports["register"]);
        await node.RunAsync(Birth("G22.99.01-260302-0002", "Bé Hai"));
        Assert.Equal(1, node.Report.Registrations);

        var run = await CompareAsync(node);
        Assert.Equal((2, 1, 1, 0), (run.Asked, run.Agreed, run.Different, run.Unclear));
        var found = Assert.Single(await DifferencesAsync(node));
        Assert.Equal((lost.CaseId, DifferenceKind.UnknownThere, RepairKind.SendAgain), (found.CaseId, found.Kind, found.Repair));
        var incident = Assert.Single((await StateAsync(node, lost.CaseId)).Incidents.Values);
        Assert.Equal((found.IncidentId, "reconciliation", "justice", found.TextEn), (incident.Id, incident.Fault.Code, incident.Owner, incident.Fault.Message));

        // Another run finds the same and says nothing new.
        Assert.Equal(1, (await CompareAsync(node)).Different);
        Assert.Single(await DifferencesAsync(node));
        Assert.Single((await StateAsync(node, lost.CaseId)).Incidents);

        var repair = node.Services.GetRequiredService<DifferenceRepair>();
        Assert.IsType<RepairOutcome.ReasonRequired>(await repair.RepairAsync("justice", found.Id, " ", Support, Stop));
        Assert.IsType<RepairOutcome.NotFound>(await repair.RepairAsync("tax", found.Id, "Lost there.", Support, Stop));
        Assert.IsType<RepairOutcome.Done>(await repair.RepairAsync("justice", found.Id, "Lost there.", Support, Stop));
        Assert.IsType<RepairOutcome.AlreadyDone>(await repair.RepairAsync("justice", found.Id, "Lost there.", Support, Stop));
        await UntilAsync(async () => (await StateAsync(node, lost.CaseId)).Effects.IsEmpty);
        Assert.Equal(2, node.Report.Registrations);
        Assert.Empty(node.Report.Doubles);
        Assert.Empty((await StateAsync(node, lost.CaseId)).Incidents);

        // The agency gave the entry another number: that is for people.
        await CompareAsync(node);
        var other = Assert.Single(await DifferencesAsync(node));
        Assert.Equal((DifferenceKind.Different, RepairKind.None), (other.Kind, other.Repair));
        Assert.Contains("/registerNumber", other.TextVi, StringComparison.Ordinal);
        Assert.IsType<RepairOutcome.NotPossible>(await repair.RepairAsync("justice", other.Id, "No.", Support, Stop));
        Assert.Empty((await node.Services.GetRequiredService<StoreCheck>().RunAsync(Stop)).Faults);
    }

    [Fact]
    public async Task An_answer_that_never_came_is_fetched_by_the_repair()
    {
        await using var node = await PilotNode.StartAsync(polls: false);
        await node.BreakAsync("justice", "RegisterBirth", "no-callback", 1);
        var caseId = await node.StartCaseAsync(Birth("G22.99.01-260302-0001", "Bé Một"));
        await UntilAsync(async () => (await StateAsync(node, caseId)).Attempts.Values.Any(attempt => attempt.Class == "accepted"));

        await CompareAsync(node);
        var found = Assert.Single(await DifferencesAsync(node));
        Assert.Equal((DifferenceKind.AnsweredThere, RepairKind.AskAgain), (found.Kind, found.Repair));
        Assert.IsType<RepairOutcome.Done>(await node.Services.GetRequiredService<DifferenceRepair>().RepairAsync("justice", found.Id, "Callback lost.", Support, Stop));
        await UntilAsync(async () => (await StateAsync(node, caseId)).SubStatus == CaseSubStatus.Finished);
        Assert.Equal(1, node.Report.Requests["justice/RegisterBirth"]);
        Assert.Empty((await StateAsync(node, caseId)).Incidents);
    }

    [Fact]
    public async Task A_run_that_finds_the_agency_down_goes_on_later_on_another_node()
    {
        await using var node = await PilotNode.StartAsync(polls: false);
        await node.RunAsync(Birth("G22.99.01-260302-0001", "Bé Một"));
        await node.BreakAsync("justice", "down", null);
        var desk = node.Services.GetRequiredService<ReconciliationDesk>();
        Assert.IsType<StartedReconciliation.Run>(await desk.StartAsync("justice", Support, Stop));
        await UntilAsync(async () => (await desk.ListRunsAsync("justice", null, 10, Stop))!.Items.Single().State == "held-up");

        await node.MendAsync();
        await node.ReplaceAsync();
        desk = node.Services.GetRequiredService<ReconciliationDesk>();
        await UntilAsync(async () =>
        {
            Assert.IsType<StartedReconciliation.Run>(await desk.StartAsync("justice", Support, Stop));
            return (await desk.ListRunsAsync("justice", null, 10, Stop))!.Items[0] is { State: "done", Asked: 1, Agreed: 1 };
        });
        Assert.IsType<StartedReconciliation.UnknownAgency>(await desk.StartAsync("nobody", Support, Stop));
        Assert.IsType<StartedReconciliation.CannotAsk>(await desk.StartAsync("population", Support, Stop));
    }

    [Fact]
    public async Task Each_night_every_agency_is_asked_once_whichever_node_looks_first()
    {
        await using var node = await PilotNode.StartAsync(polls: false);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 1, 29, 0, TimeSpan.FromHours(7)));
        NightlyReconciliation one = Nightly(), another = Nightly();
        Assert.Equal(0, await one.LookAsync(Stop));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await Task.WhenAll(one.LookAsync(Stop), another.LookAsync(Stop))).Sum());
        Assert.Equal(0, await another.LookAsync(Stop));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await another.LookAsync(Stop));
        Assert.Equal(0, await one.LookAsync(Stop));
        var runs = (await node.Services.GetRequiredService<ReconciliationDesk>().ListRunsAsync("social-security", null, 10, Stop))!.Items;
        Assert.Equal([("night", "done"), ("night", "done")], runs.Select(run => (run.StartedBy, run.State)));

        NightlyReconciliation Nightly() => new(
            node.Services.GetRequiredService<AgencyCatalog>(), node.Services.GetRequiredService<Reconciler>(),
            new ReconciliationBook(node.Services.GetRequiredService<IDbContextFactory<ReconciliationDbContext>>(), clock), node.Services.GetRequiredService<ReconciliationSettings>(), clock,
            NullLogger<NightlyReconciliation>.Instance);
    }

    [Fact]
    public async Task A_case_that_was_taken_back_is_not_compared()
    {
        await using var node = await PilotNode.StartAsync(polls: false);
        var (state, ports) = await node.RunAsync(Birth("G22.99.01-260302-0001", "Bé Một", compensate: true));
        Assert.Equal("Cancelled", ports["register~compensation"]);
        Assert.Empty(state.Incidents);
        Assert.Equal(0, (await CompareAsync(node)).Asked);
    }

    private static async Task<ReconciliationRun> CompareAsync(PilotNode node)
    {
        var desk = node.Services.GetRequiredService<ReconciliationDesk>();
        var started = Assert.IsType<StartedReconciliation.Run>(await desk.StartAsync("justice", Support, Stop)).Started;
        ReconciliationRun? run = null;
        await UntilAsync(async () => (run = (await desk.ListRunsAsync("justice", null, 50, Stop))!.Items.Single(one => one.Id == started.Id)).State == "done");
        return run!;
    }

    private static async Task<IReadOnlyList<FoundDifference>> DifferencesAsync(PilotNode node) =>
        (await node.Services.GetRequiredService<ReconciliationDesk>().ListDifferencesAsync("justice", onlyOpen: true, null, 50, Stop))!.Items;

    private static async Task<CaseState> StateAsync(PilotNode node, CaseId caseId) => (await node.Services.GetRequiredService<ICaseRuntime>().FindAsync(caseId, Stop))!;

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds()) await timer.WaitForNextTickAsync(patience.Token);
    }

    private static string Birth(string number, string child, bool compensate = false) => new JsonObject
    {
        ["definitionId"] = $"birth-{number}",
        ["name"] = "Birth",
        ["root"] = new JsonObject
        {
            ["id"] = "root",
            ["type"] = "Elsa.Sequence",
            ["version"] = 1,
            ["activities"] = new JsonArray(
            [
                new JsonObject
                {
                    ["id"] = "register",
                    ["type"] = "Agency.Justice.RegisterBirth",
                    ["version"] = 1,
                    ["dossierNumber"] = Input("Literal", number),
                    ["child"] = Input("Object", $$"""{"fullName":"{{child}}","dateOfBirth":"2026-03-01","sex":"female"}"""),
                    ["mother"] = Input("Object", $$"""{"fullName":"Mẹ {{child}}","personalId":"001196012345"}"""),
                    ["requester"] = Input("Object", """{"fullName":"Mẹ Thử","personalId":"001196012345","relation":"mother"}"""),
                    ["liveBirthCertificate"] = Input("Object", """{"kind":"certificate","number":"GCS-01001-000123","issuedOn":"2026-03-01"}"""),
                },
                .. compensate ? new JsonNode[] { new JsonObject { ["id"] = "undo", ["type"] = "Case.Compensate", ["version"] = 1 } } : [],
            ]),
        },
    }.ToJsonString();

    private static JsonObject Input(string kind, string value) =>
        new() { ["typeName"] = kind == "Object" ? "Object" : "String", ["expression"] = new JsonObject { ["type"] = kind, ["value"] = value } };
}
