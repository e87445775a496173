using System.Text.Json;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

public sealed class IncidentTests
{
    private readonly InMemoryRuntime _runtime = new(null, new StandInAgency());

    [Fact]
    public void A_fault_opens_an_incident_of_the_owner_that_the_activity_names()
    {
        var broken = Activity("Elsa.Fault", "X", ("message", Literal("broken")), ("customProperties", new { incidentOwner = "justice" }));
        var id = Start(Sequence("seq", broken));
        var incident = Assert.Single(_runtime[id].Incidents.Values);
        Assert.Equal(("i1", "X", "justice", "broken"), (incident.Id, incident.ActivityId, incident.Owner, incident.Fault.Message));
        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Faulted), (_runtime[id].Status, _runtime[id].SubStatus));
    }

    [Fact]
    public void Under_the_continue_strategy_the_case_stays_running()
    {
        var id = Start(Sequence("seq", Activity("Elsa.Fault", "X")), "ContinueWithIncidentsStrategy");
        Assert.Equal((CaseStatus.Running, CaseSubStatus.Suspended), (_runtime[id].Status, _runtime[id].SubStatus));
        Assert.Equal("support", Assert.Single(_runtime[id].Incidents.Values).Owner);
    }

    [Fact]
    public void What_happened_outside_becomes_an_incident_once_also_after_the_end()
    {
        var id = Start(Sequence("seq", Line("Z")));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        var report = new ReportIncident("late-answer:e1", new Fault("late", "Expected no answer, but one came; ask the agency.", null, "justice"), JsonSerializer.SerializeToElement(new { hash = "ab" }));

        Assert.IsType<Decision.Accepted>(_runtime.Send(id, report));
        var incident = Assert.Single(_runtime[id].Incidents.Values);
        Assert.Equal(("late", "justice", null), (incident.Fault.Code, incident.Owner, incident.ExecutionId));
        Assert.Equal("ab", _runtime[id].Marks["late-answer:e1"].GetProperty("data").GetProperty("hash").GetString());
        Assert.Equal("incident-known", Assert.IsType<Decision.Rejected>(_runtime.Send(id, report)).Code);
        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Finished), (_runtime[id].Status, _runtime[id].SubStatus));

        _runtime.Send(id, new ResolveIncident(incident.Id, IncidentResolution.Dismissed, "settled by phone"));
        Assert.IsType<Decision.Accepted>(_runtime.Send(id, report));
        Assert.Equal("i2", Assert.Single(_runtime[id].Incidents.Keys));
    }

    [Fact]
    public void A_retried_incident_runs_the_activity_again_with_what_is_known_by_then()
    {
        var id = Start(Sequence("seq", Event("E", "fixed"), Line("Z")), null);
        Assert.Empty(_runtime[id].Incidents);

        id = Start(
            Flowchart("fc",
                [Activity("Elsa.FlowFork", "F", ("branches", JavaScript("['L','R']"))), Set("X", "N", JavaScript("if (!variables.Ready) throw new Error('not ready'); 5")), Event("E", "fix"), Set("S", "Ready", JavaScript("true"))],
                "F.L>X", "F.R>E", "E>S"),
            null, "N:Int32", "Ready:Boolean");
        Assert.Equal(CaseSubStatus.Faulted, _runtime[id].SubStatus);
        _runtime.Send(id, new DeliverEvent("fix", null));
        Assert.Equal(CaseSubStatus.Faulted, _runtime[id].SubStatus);
        _runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Retried, null));
        Assert.Equal((CaseSubStatus.Finished, 5), (_runtime[id].SubStatus, _runtime[id].VariableOf(_runtime.WorkflowOf(id), "N")!.Value.GetInt32()));
        Assert.Equal(2, _runtime[id].Executions.Values.Count(e => e.ActivityId == "X"));
    }

    [Fact]
    public void An_overridden_incident_takes_the_chosen_port_with_the_chosen_outputs()
    {
        var id = Start(
            Flowchart("fc", [Activity("Agency.Test.Register", "R", ("number", Bound("N"))), Line("Ok"), Line("No")], "R.Registered>Ok", "R.Refused>No"), null, "N:String");
        _runtime.Send(id, new FailEffect("e1", new Fault("invalid", "Expected a name, but there is none; correct it."), null));
        var refused = Assert.IsType<Decision.Rejected>(_runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Overridden, " ", "Registered")));
        Assert.Equal("reason-required", refused.Code);
        _runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Overridden, "seen on paper", "Registered", JsonSerializer.SerializeToElement(new { Number = "12/2026" })));
        Assert.Equal((CaseSubStatus.Finished, "12/2026"), (_runtime[id].SubStatus, _runtime[id].VariableOf(_runtime.WorkflowOf(id), "N")!.Value.GetString()));
        Assert.Equal(["fc", "R", "Ok"], _runtime[id].Executions.Values.Select(e => e.ActivityId));
    }

    [Fact]
    public void A_dismissed_incident_ends_its_branch_and_lets_a_join_go_on()
    {
        var id = Start(
            Flowchart("fc",
                [Activity("Elsa.FlowFork", "F", ("branches", JavaScript("['L','R']"))), Activity("Elsa.Fault", "X"), Line("A"), Line("J")],
                "F.L>X", "F.R>A", "X>J", "A>J"));
        Assert.Equal(CaseSubStatus.Faulted, _runtime[id].SubStatus);
        _runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Dismissed, "not needed"));
        Assert.Equal(["fc", "F", "X", "A", "J"], _runtime[id].Executions.Values.Select(e => e.ActivityId));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_round_of_a_loop_is_retried_with_its_own_value()
    {
        var body = Set("B", "N", JavaScript("if (getCurrentValue() == 2 && !variables.Ready) throw new Error('no'); getCurrentValue()"));
        var id = Start(
            Activity("Elsa.Parallel", "P", ("activities", new[]
            {
                Activity("Elsa.ForEach", "L", ("items", JavaScript("[1,2,3]")), ("body", body)),
                Sequence("s", Event("E", "fix"), Set("S", "Ready", JavaScript("true"))),
            })),
            null, "N:Int32", "Ready:Boolean");
        _runtime.Send(id, new DeliverEvent("fix", null));
        _runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Retried, null));
        Assert.Equal((CaseSubStatus.Finished, 3), (_runtime[id].SubStatus, _runtime[id].VariableOf(_runtime.WorkflowOf(id), "N")!.Value.GetInt32()));
    }

    [Theory]
    [InlineData("Agency.Test.Throw")]
    [InlineData("Agency.Test.Silent")]
    public void A_behaviour_with_a_bug_opens_an_incident_instead_of_losing_the_case(string type)
    {
        var id = Start(Sequence("seq", Activity(type, "X"), Line("Z")));
        Assert.Equal(FaultCodes.Unexpected, Assert.Single(_runtime[id].Incidents.Values).Fault.Code);
        _runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Overridden, "known bug"));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void An_incident_of_a_branch_that_is_no_longer_needed_closes_with_it()
    {
        var id = Start(
            Flowchart("fc",
                [Activity("Elsa.FlowFork", "F", ("branches", JavaScript("['L','R']"))), Activity("Elsa.Fault", "X"), Event("E", "go"), Join("J", "WaitAny"), Line("Z")],
                "F.L>X", "F.R>E", "X>J", "E>J", "J>Z"));
        _runtime.Send(id, new DeliverEvent("go", null));
        Assert.Empty(_runtime[id].Incidents);
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    private CaseId Start(Dictionary<string, object?> root, string? strategy = null, params string[] variables)
    {
        Assert.Empty(_runtime.Publish(Workflow(root, "drawn", strategy, variables)));
        return _runtime.Start("drawn");
    }
}
