using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>A person undoes what a scope did, from an incident.</summary>
public sealed class CompensateIncidentTests
{
    private readonly InMemoryRuntime _runtime = new(null, new StandInAgency());

    [Fact]
    public void Fault_keeps_the_incident_open_for_a_person()
    {
        var id = Start();
        Send(id, new CompensateIncident(Incident(id), null, CompensationFollowUp.Fault, "Wrong person."));
        Assert.Equal(["inside"], Undoing(id));
        Answer(id, "inside~compensation", "Revoked");
        Assert.Empty(Undoing(id));
        Assert.Equal("fault", Assert.Single(_runtime[id].Incidents.Values).Fault.Code);
        Assert.Equal(CaseSubStatus.Faulted, _runtime[id].SubStatus);

        // What is left can be undone later.
        Send(id, new CompensateIncident(Incident(id), "case", CompensationFollowUp.Fault, "All of it."));
        Assert.Equal(["before"], Undoing(id));
        Answer(id, "before~compensation", "Revoked");
        Assert.Equal("fault", Assert.Single(_runtime[id].Incidents.Values).Fault.Code);
    }

    [Fact]
    public void Cancel_ends_the_case_when_everything_is_undone()
    {
        var id = Start();
        Send(id, new CompensateIncident(Incident(id), "case", CompensationFollowUp.Cancel, "Withdrawn by court.", JsonSerializer.SerializeToElement(new { status = "stopped" })));
        Answer(id, "inside~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Faulted, _runtime[id].SubStatus);
        Answer(id, "before~compensation", "Revoked");
        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Cancelled), (_runtime[id].Status, _runtime[id].SubStatus));
        Assert.Equal("stopped", _runtime[id].Marks["status"].GetString());
        Assert.Empty(_runtime[id].Incidents);
    }

    [Fact]
    public void Retry_runs_the_scope_again_from_its_beginning()
    {
        var id = Start();
        Send(id, new CompensateIncident(Incident(id), null, CompensationFollowUp.Retry, "Once more."));
        Answer(id, "inside~compensation", "Revoked");
        Assert.Empty(_runtime[id].Incidents);
        Answer(id, "inside", "Granted", "second");
        Assert.Equal("fault", Assert.Single(_runtime[id].Incidents.Values).Fault.Code);

        // What was undone before stays undone; the second run is undone on its own.
        Send(id, new CompensateIncident(Incident(id), "inner", CompensationFollowUp.Cancel, "Give up."));
        Assert.Equal("second", PendingOf(id, "inside~compensation").Payload.GetProperty("inputs").GetProperty("Number").GetString());
        Answer(id, "inside~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Cancelled, _runtime[id].SubStatus);
    }

    [Fact]
    public void Retry_of_the_whole_case_begins_at_its_root()
    {
        var id = Start();
        Send(id, new CompensateIncident(Incident(id), "case", CompensationFollowUp.Retry, "From the beginning."));
        Answer(id, "inside~compensation", "Revoked");
        Answer(id, "before~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Suspended, _runtime[id].SubStatus);
        Answer(id, "before", "Granted");
        Answer(id, "inside", "Granted");
        Send(id, new ResolveIncident(Incident(id), IncidentResolution.Overridden, "Go on.", "Done"));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void Retry_with_an_activity_as_scope_runs_the_faulted_activity_again()
    {
        var id = Start();
        Send(id, new CompensateIncident(Incident(id), "before", CompensationFollowUp.Retry, "Only that one."));
        Assert.Equal(["before"], Undoing(id));
        Answer(id, "before~compensation", "Revoked");
        Assert.Equal(2, _runtime[id].Executions.Values.Count(run => run.ActivityId == "stop"));
        Assert.Equal(1, _runtime[id].Executions.Values.Count(run => run.ActivityId == "inside"));
    }

    [Fact]
    public void Nobody_else_acts_on_the_incident_meanwhile_and_a_failed_compensation_is_one_of_its_own()
    {
        var id = Start();
        var first = Incident(id);
        Send(id, new CompensateIncident(first, null, CompensationFollowUp.Cancel, "Wrong person."));
        Refused("compensation-under-way", id, new ResolveIncident(first, IncidentResolution.Retried, null));
        Refused("compensation-under-way", id, new CompensateIncident(first, null, CompensationFollowUp.Cancel, "Wrong person."));
        Send(id, new FailEffect(PendingOf(id, "inside~compensation").Id, new Fault("invalid", "Expected it, but no; ask.", null, "test"), null));
        var second = _runtime[id].Incidents.Values.Single(incident => incident.Id != first);
        Assert.Equal("test", second.Owner);
        Refused("compensation-of-compensation", id, new CompensateIncident(second.Id, "case", CompensationFollowUp.Cancel, "No."));

        // A person decides that it stays; what was wanted follows.
        Send(id, new ResolveIncident(second.Id, IncidentResolution.Dismissed, "The agency keeps it."));
        Assert.Equal(CaseSubStatus.Cancelled, _runtime[id].SubStatus);
        Assert.Equal("dismissed", Assert.Single(_runtime.JournalOf(id).OfType<NotCompensated>()).Reason);
    }

    [Fact]
    public void A_compensation_can_be_given_up_without_ending_the_case()
    {
        var id = Start();
        Send(id, new CompensateIncident(Incident(id), null, CompensationFollowUp.Cancel, "Wrong person."));
        Send(id, new CancelActivity("~compensation", null, "A mistake."));
        Assert.Equal("fault", Assert.Single(_runtime[id].Incidents.Values).Fault.Code);
        Send(id, new ResolveIncident(Incident(id), IncidentResolution.Overridden, "Go on.", "Done"));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void The_case_does_not_end_under_a_compensation()
    {
        var race = Draw.Activity("Elsa.Fork", "race", ("joinMode", Draw.Literal("WaitAny")), ("branches", new[] { Draw.Activity("Elsa.Fault", "stop"), Draw.Event("done", "done") }));
        Assert.Empty(_runtime.Publish(Draw.Workflow(Draw.Sequence("all", Draw.Activity("Agency.Test.Grant", "before"), race))));
        var id = _runtime.Start("drawn");
        Answer(id, "before", "Granted");
        Send(id, new CompensateIncident(Incident(id), "case", CompensationFollowUp.Retry, "Wrong person."));
        Send(id, new DeliverEvent("done", null));
        Assert.Equal(["before"], Undoing(id));
        Answer(id, "before~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_reason_a_known_scope_and_an_open_incident_are_needed()
    {
        var id = Start();
        Refused("reason-required", id, new CompensateIncident(Incident(id), null, CompensationFollowUp.Fault, " "));
        Refused("unknown-scope", id, new CompensateIncident(Incident(id), "nowhere", CompensationFollowUp.Fault, "Why."));
        Refused("incident-gone", id, new CompensateIncident("i9", null, CompensationFollowUp.Fault, "Why."));
    }

    /// <summary>A case that granted something before and inside a container, and then faulted in it.</summary>
    private CaseId Start()
    {
        Assert.Empty(_runtime.Publish(Draw.Workflow(Draw.Sequence("all", Draw.Activity("Agency.Test.Grant", "before"), Draw.Sequence("inner", Draw.Activity("Agency.Test.Grant", "inside"), Draw.Activity("Elsa.Fault", "stop"))))));
        var id = _runtime.Start("drawn");
        Answer(id, "before", "Granted", "B");
        Answer(id, "inside", "Granted", "I");
        return id;
    }

    private string[] Undoing(CaseId id) =>
        [.. _runtime[id].Executions.Values.Where(run => run is { Compensates: not null, Status: ExecutionStatus.Running }).Select(run => _runtime[id].Executions[run.Compensates!.Value].ActivityId)];

    private Effect PendingOf(CaseId id, string activity) => Assert.Single(_runtime[id].Effects.Values, effect => _runtime[id].Executions[effect.ExecutionId].ActivityId == activity);

    private string Incident(CaseId id) => Assert.Single(_runtime[id].Incidents.Values).Id;

    private void Answer(CaseId id, string activity, string outcome, string? number = null) =>
        Send(id, new CompleteEffect(PendingOf(id, activity).Id, outcome, number is null ? null : JsonSerializer.SerializeToElement(new { Number = number }), null));

    private void Send(CaseId id, CaseCommand command) => Assert.IsType<Decision.Accepted>(_runtime.Send(id, command));

    private void Refused(string code, CaseId id, CaseCommand command) => Assert.Equal(code, Assert.IsType<Decision.Rejected>(_runtime.Send(id, command)).Code);
}
