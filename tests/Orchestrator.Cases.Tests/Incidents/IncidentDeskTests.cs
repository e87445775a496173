using Orchestrator.Cases.Incidents;
using Orchestrator.Cases.Tests.Projections;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tests.Incidents;

public sealed class IncidentDeskTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private CasesHost Host => shared.Host;

    private IncidentDesk Desk => Host.Get<IncidentDesk>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_faulted_step_is_listed_with_its_case_and_can_be_overridden_with_a_reason()
    {
        var number = await RebuildScenario.FaultAsync(Host);
        var incident = (await Host.FileAsync(number)).Incidents[0];
        Assert.Equal(("invalid-input", "Wrong"), (incident.Code, incident.ActivityId));
        Assert.Contains((await Desk.ListAsync(new IncidentSearch { Code = "invalid-input", Localities = ["00001"], Limit = 200 }, Stop))!.Items, found => found.Id == incident.Id && found.Number == number);
        Assert.DoesNotContain((await Desk.ListAsync(new IncidentSearch { Localities = ["00009"] }, Stop))!.Items, found => found.Id == incident.Id);
        Assert.IsType<IncidentOutcome.ReasonRequired>(await Desk.OverrideAsync(incident.Id, "Done", null, " ", CasesHost.Officer, Stop));
        Assert.IsType<IncidentOutcome.Done>(await Desk.OverrideAsync(incident.Id, "Done", null, "Đã đặt trạng thái bằng tay", CasesHost.Officer, Stop));
        Assert.IsType<IncidentOutcome.AlreadyClosed>(await Desk.RetryAsync(incident.Id, null, CasesHost.Officer, Stop));
        Assert.IsType<IncidentOutcome.NotFound>(await Desk.RetryAsync(incident.Id with { Id = "i99" }, null, CasesHost.Officer, Stop));
        var closed = await Desk.FindAsync(incident.Id, Stop);
        Assert.Equal(("Overridden", "Đã đặt trạng thái bằng tay"), (closed!.Resolution, closed.Reason));
        Assert.NotNull((await Host.FileAsync(number)).FinishedAt);
    }

    [Fact]
    public async Task What_was_done_is_undone_and_the_case_stops_with_the_reason()
    {
        var number = await RebuildScenario.FaultAsync(Host);
        var incident = (await Host.FileAsync(number)).Incidents[0];
        Assert.IsType<IncidentOutcome.ReasonRequired>(await Desk.CompensateAsync(incident.Id, "case", CompensationFollowUp.Cancel, " ", CasesHost.Officer, Stop));
        Assert.Equal("unknown-scope", Assert.IsType<IncidentOutcome.Refused>(await Desk.CompensateAsync(incident.Id, "nowhere", CompensationFollowUp.Cancel, "Rút hồ sơ", CasesHost.Officer, Stop)).Code);
        Assert.IsType<IncidentOutcome.Done>(await Desk.CompensateAsync(incident.Id, "case", CompensationFollowUp.Cancel, "Rút hồ sơ", CasesHost.Officer, Stop));
        var file = await Host.FileAsync(number);
        Assert.Equal(("stopped", "Rút hồ sơ"), (file.Status.Key, file.StatusReason?.Vi));
        Assert.Contains(file.Steps, step => step is { Type: "Case.Compensate", Outcome: "done" });
        Assert.IsType<IncidentOutcome.AlreadyClosed>(await Desk.CompensateAsync(incident.Id, "case", CompensationFollowUp.Cancel, "Rút hồ sơ", CasesHost.Officer, Stop));
    }

    [Fact]
    public async Task All_incidents_of_one_cause_are_retried_at_once()
    {
        var first = await RebuildScenario.FaultAsync(Host);
        var second = await RebuildScenario.FaultAsync(Host);
        var before = new[] { first, second }.Select(number => Host.FileAsync(number).Result.Incidents[0].Id).ToHashSet();
        var bulk = await Desk.RetryAllAsync(new IncidentSearch { Code = "invalid-input" }, "Đã sửa", CasesHost.Officer, Stop);
        Assert.True(before.IsSubsetOf(bulk.Done));
        Assert.Empty(bulk.Failed);
        Assert.False(bulk.Remaining);
        // The step is as wrong as before: a new incident, never a lost case.
        await Host.UntilAsync(first, file => file.Incidents.Count == 1 && !before.Contains(file.Incidents[0].Id));
    }
}
