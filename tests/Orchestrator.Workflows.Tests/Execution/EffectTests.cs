using System.Text.Json;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

public sealed class EffectTests
{
    private readonly InMemoryRuntime _runtime = new(null, new StandInAgency());

    [Fact]
    public void An_answer_takes_its_port_once_and_a_repeated_one_is_refused()
    {
        var id = Start();
        var effect = Assert.Single(_runtime[id].Effects.Values);
        Assert.Equal((EffectKinds.AgencyOperation, $"{id}-e1"), (effect.Kind, effect.IdempotencyKey));
        var answer = new CompleteEffect("e1", "Registered", JsonSerializer.SerializeToElement(new { Number = "7" }), new EffectAttempt(1, "done", 200, null, null, 12, null, null));
        Assert.IsType<Decision.Accepted>(_runtime.Send(id, answer));
        Assert.Equal("effect-gone", Assert.IsType<Decision.Rejected>(_runtime.Send(id, answer)).Code);
        Assert.Equal(["fc", "R", "Ok"], Started(id));
        Assert.Equal("7", _runtime[id].VariableOf(_runtime.WorkflowOf(id), "N")!.Value.GetString());
        Assert.Contains(new EffectSettled("e1", EffectEnd.Done), _runtime.JournalOf(id));
    }

    [Fact]
    public void What_the_other_side_lost_is_asked_for_once_more_under_its_key_and_changes_nothing_here()
    {
        var id = Start();
        var effect = Assert.Single(_runtime[id].Effects.Values);
        Assert.Equal("effect-pending", Assert.IsType<Decision.Rejected>(_runtime.Send(id, new RepeatEffect(effect, "Lost."))).Code);
        _runtime.Send(id, new CompleteEffect("e1", "Registered", JsonSerializer.SerializeToElement(new { Number = "7" }), null));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.Equal("reason-required", Assert.IsType<Decision.Rejected>(_runtime.Send(id, new RepeatEffect(effect, " "))).Code);
        Assert.IsType<Decision.Accepted>(_runtime.Send(id, new RepeatEffect(effect, "Lost.")));
        var again = Assert.Single(_runtime[id].Effects.Values);
        Assert.Equal(("e2", effect.IdempotencyKey, null), (again.Id, again.IdempotencyKey, again.BookmarkId));
        _runtime.Send(id, new CompleteEffect("e2", "Refused", JsonSerializer.SerializeToElement(new { Number = "8" }), null));
        Assert.Equal(["fc", "R", "Ok"], Started(id));
        Assert.Equal("7", _runtime[id].VariableOf(_runtime.WorkflowOf(id), "N")!.Value.GetString());
    }

    [Fact]
    public void A_failure_takes_the_port_Failed_where_it_is_connected()
    {
        var id = Start("R.Failed>No");
        _runtime.Send(id, new FailEffect("e1", new Fault("down", "Expected an answer, but none came; ask the agency."), null));
        Assert.Equal(["fc", "R", "No"], Started(id));
        Assert.Contains(new EffectSettled("e1", EffectEnd.Failed), _runtime.JournalOf(id));
    }

    [Fact]
    public void A_failure_opens_an_incident_where_Failed_is_not_connected_and_a_retry_of_the_same_request_keeps_its_key()
    {
        var id = Start();
        _runtime.Send(id, new FailEffect("e1", new Fault("down", "Expected an answer, but none came; ask the agency."), null));
        Assert.Equal("down", Assert.Single(_runtime[id].Incidents.Values).Fault.Code);
        _runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Retried, null));
        var effect = Assert.Single(_runtime[id].Effects.Values);
        Assert.Equal(("e2", $"{id}-e1"), (effect.Id, effect.IdempotencyKey));
        Assert.Equal(CaseSubStatus.Suspended, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_retry_of_a_corrected_request_gets_a_key_of_its_own()
    {
        var register = Activity("Agency.Test.Register", "R", ("applicant", JavaScript("variables.N")));
        Assert.Empty(_runtime.Publish(Workflow(
            Activity("Elsa.Parallel", "P", ("activities", new[] { register, Sequence("s", Event("E", "corrected"), Set("S", "N", Literal("Anh"))) })), "drawn", null, "N:String:An")));
        var id = _runtime.Start("drawn");
        _runtime.Send(id, new FailEffect("e1", new Fault("invalid", "Expected another name, but got An; correct it."), null));
        _runtime.Send(id, new DeliverEvent("corrected", null));
        _runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Retried, null));
        Assert.Equal($"{id}-e2", Assert.Single(_runtime[id].Effects.Values).IdempotencyKey);
    }

    [Fact]
    public void When_the_deadline_passes_the_call_is_abandoned_and_a_late_answer_refused()
    {
        var id = Start("R.TimedOut>No");
        _runtime.Pass(TimeSpan.FromDays(10));
        Assert.Equal(["fc", "R", "No"], Started(id));
        Assert.Contains(new EffectSettled("e1", EffectEnd.Abandoned), _runtime.JournalOf(id));
        Assert.Equal("effect-gone", Assert.IsType<Decision.Rejected>(_runtime.Send(id, new CompleteEffect("e1", "Registered", null, null))).Code);
    }

    [Fact]
    public void A_cancelled_case_abandons_its_calls_and_ends_its_waits()
    {
        var id = Start();
        _runtime.Send(id, new CancelCase("withdrawn", JsonSerializer.SerializeToElement(new { status = "withdrawn" })));
        Assert.Empty(_runtime[id].Effects);
        Assert.Empty(_runtime[id].Bookmarks);
        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Cancelled, "withdrawn"), (_runtime[id].Status, _runtime[id].SubStatus, _runtime[id].Marks["status"].GetString()));
        Assert.All(_runtime[id].Executions.Values, e => Assert.NotEqual(ExecutionStatus.Running, e.Status));
        Assert.Equal("case-ended", Assert.IsType<Decision.Rejected>(_runtime.Send(id, new DeliverEvent("x", null))).Code);
    }

    [Fact]
    public void A_try_is_recorded_and_changes_nothing_else()
    {
        var id = Start();
        _runtime.Send(id, new RecordAttempt("e1", new EffectAttempt(1, "down", 503, null, null, 30, "no answer", _runtime.Now.AddMinutes(1))));
        Assert.Equal("down", _runtime[id].Attempts["e1"].Class);
        Assert.Equal(["fc", "R"], Started(id));
    }

    [Fact]
    public void A_message_that_nobody_waits_for_is_settled_after_the_case_has_ended()
    {
        _runtime.LeftPending.Add(EffectKinds.PublishEvent);
        Assert.Empty(_runtime.Publish(Workflow(Sequence("seq", Activity("Elsa.PublishEvent", "P", ("eventName", Literal("done")))))));
        var id = _runtime.Start("drawn");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.Single(_runtime[id].Effects);
        Assert.IsType<Decision.Accepted>(_runtime.Send(id, new CompleteEffect("e1", null, null, null)));
        Assert.Empty(_runtime[id].Effects);
    }

    [Fact]
    public void A_message_that_could_not_be_sent_is_sent_again_when_its_incident_is_retried()
    {
        _runtime.LeftPending.Add(EffectKinds.PublishEvent);
        Assert.Empty(_runtime.Publish(Workflow(Sequence("seq", Activity("Elsa.PublishEvent", "P", ("eventName", Literal("done")))))));
        var id = _runtime.Start("drawn");
        _runtime.Send(id, new FailEffect("e1", new Fault("down", "Expected the message to be sent, but it was not; retry."), null));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.IsType<Decision.Accepted>(_runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Retried, null)));
        var again = Assert.Single(_runtime[id].Effects.Values);
        Assert.Equal(("e2", $"{id}-e1", "done"), (again.Id, again.IdempotencyKey, again.Payload.GetProperty("eventName").GetString()));
    }

    private string[] Started(CaseId id) => [.. _runtime[id].Executions.Values.Select(e => e.ActivityId)];

    private CaseId Start(params string[] more)
    {
        var root = Flowchart("fc", [Activity("Agency.Test.Register", "R", ("applicant", Literal("An")), ("number", Bound("N"))), Line("Ok"), Line("No")], ["R.Registered>Ok", "R.Refused>No", .. more]);
        Assert.Empty(_runtime.Publish(Workflow(root, "drawn", null, "N:String")));
        return _runtime.Start("drawn");
    }
}
