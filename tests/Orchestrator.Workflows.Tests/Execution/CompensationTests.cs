using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>The Compensate activity: what it undoes, in which order, and what it leaves.</summary>
public sealed class CompensationTests
{
    private readonly InMemoryRuntime _runtime = new(null, new StandInAgency());

    [Fact]
    public void What_completed_last_is_undone_first_one_after_another()
    {
        var id = Start(Draw.Sequence("all", Grant("a"), Draw.Activity("Elsa.Parallel", "both", ("activities", new[] { Grant("b"), Grant("c") })), Compensate()));
        Answer(id, "a", "Granted", "A");
        Answer(id, "c", "Granted", "C");
        Answer(id, "b", "Granted", "B");

        Assert.Equal(["b~compensation"], Waiting(id));
        Assert.Equal("B", PendingOf(id, "b~compensation").Payload.GetProperty("inputs").GetProperty("Number").GetString());
        Answer(id, "b~compensation", "Revoked");
        Assert.Equal(["c~compensation"], Waiting(id));
        Answer(id, "c~compensation", "Revoked");
        Assert.Equal(["a~compensation"], Waiting(id));
        Answer(id, "a~compensation", "Revoked");

        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.Equal(["b", "c", "a"], _runtime[id].Executions.Values.Where(run => run.Compensates is not null).Select(run => _runtime[id].Executions[run.Compensates!.Value].ActivityId));
    }

    [Fact]
    public void The_scope_is_the_container_it_is_drawn_in_unless_another_is_named()
    {
        var id = Start(Draw.Sequence("all", Grant("before"), Draw.Sequence("inner", Grant("inside"), Compensate()), Grant("after"), Compensate("rest", "case")));
        Answer(id, "before", "Granted");
        Answer(id, "inside", "Granted");
        Assert.Equal(["inside~compensation"], Waiting(id));
        Answer(id, "inside~compensation", "Revoked");
        Answer(id, "after", "Granted");
        Answer(id, "after~compensation", "Revoked");

        // What was undone is not undone again by a wider scope.
        Assert.Equal(["before~compensation"], Waiting(id));
        Answer(id, "before~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_named_activity_can_be_the_scope_and_every_round_of_a_loop_is_undone()
    {
        var loop = Draw.Activity("Elsa.For", "loop", ("start", Draw.Literal(1)), ("end", Draw.Literal(2)), ("step", Draw.Literal(1)), ("body", Grant("each")));
        var id = Start(Draw.Sequence("all", Grant("other"), loop, Compensate(scope: "loop")));
        Answer(id, "other", "Granted");
        Answer(id, "each", "Granted", "1");
        Answer(id, "each", "Granted", "2");
        Assert.Equal("2", PendingOf(id, "each~compensation").Payload.GetProperty("inputs").GetProperty("Number").GetString());
        Answer(id, "each~compensation", "Revoked");
        Assert.Equal("1", PendingOf(id, "each~compensation").Payload.GetProperty("inputs").GetProperty("Number").GetString());
        Answer(id, "each~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void In_a_loop_the_nearest_container_is_this_round_of_it()
    {
        var loop = Draw.Activity("Elsa.For", "loop", ("start", Draw.Literal(1)), ("end", Draw.Literal(2)), ("step", Draw.Literal(1)), ("body", Draw.Sequence("round", Grant("each"), Compensate())));
        var id = Start(Draw.Sequence("all", loop));
        Answer(id, "each", "Granted", "1");
        Answer(id, "each~compensation", "Revoked");
        Answer(id, "each", "Granted", "2");
        Answer(id, "each~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.Equal(2, _runtime[id].Executions.Values.Count(run => run.Compensates is not null));
    }

    [Fact]
    public void Only_what_the_agency_did_is_undone()
    {
        var id = Start(Draw.Sequence("all", Grant("refused"), Grant("done"), Compensate()));
        Answer(id, "refused", "Refused");
        Answer(id, "done", "Granted");
        Assert.Equal(["done~compensation"], Waiting(id));
        Answer(id, "done~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.Empty(_runtime.JournalOf(id).OfType<NotCompensated>());
    }

    [Fact]
    public void What_has_no_rule_is_listed_in_the_journal_and_in_the_output()
    {
        var id = Start(Draw.Sequence("all", Draw.Activity("Agency.Test.Register", "plain"), Compensate()));
        Answer(id, "plain", "Registered");
        var plain = _runtime[id].Executions.Values.Single(run => run.ActivityId == "plain");
        Assert.Equal("no-rule", Assert.Single(_runtime.JournalOf(id).OfType<NotCompensated>(), entry => entry.ExecutionId == plain.Id).Reason);
        Assert.Equal("no-rule", plain.NotCompensated);
        var outputs = _runtime[id].Executions.Values.Single(run => run.ActivityId == "undo").Outputs!.Value;
        Assert.Equal("plain", Assert.Single(outputs.GetProperty("NotCompensated").EnumerateArray()).GetProperty("activityId").GetString());
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_call_without_an_answer_takes_the_port_Failed_or_becomes_an_incident()
    {
        var connected = Start(Draw.Flowchart("flow", [Grant("call"), Compensate(), Draw.Line("look")], "call.TimedOut>undo", "undo.Failed>look"));
        _runtime.Pass(TimeSpan.FromDays(10));
        Assert.Contains(_runtime[connected].Executions.Values, run => run.ActivityId == "look");
        Assert.Equal("unanswered", Assert.Single(_runtime.JournalOf(connected).OfType<NotCompensated>()).Reason);

        var open = Start(Draw.Flowchart("flow", [Grant("call"), Compensate()], "call.TimedOut>undo"));
        _runtime.Pass(TimeSpan.FromDays(10));
        Assert.Equal(FaultCodes.CompensationIncomplete, Assert.Single(_runtime[open].Incidents.Values).Fault.Code);
    }

    [Fact]
    public void A_failed_compensation_is_an_incident_and_the_rest_waits_for_its_retry_under_the_same_key()
    {
        var id = Start(Draw.Sequence("all", Grant("a"), Grant("b"), Compensate()));
        Answer(id, "a", "Granted");
        Answer(id, "b", "Granted");
        var key = PendingOf(id, "b~compensation").IdempotencyKey;
        Assert.Equal($"{id}-x{_runtime[id].Executions.Values.Single(run => run.ActivityId == "b").Id}", key);
        Fail(id, "b~compensation");
        var incident = Assert.Single(_runtime[id].Incidents.Values);
        Assert.Equal("test", incident.Owner);
        Assert.Empty(Waiting(id));

        Send(id, new ResolveIncident(incident.Id, IncidentResolution.Retried, null));
        Assert.Equal(key, PendingOf(id, "b~compensation").IdempotencyKey);
        Answer(id, "b~compensation", "Revoked");
        Answer(id, "a~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void After_a_refusal_for_good_a_retry_asks_anew()
    {
        var id = Start(Draw.Sequence("all", Grant("a"), Compensate()));
        Answer(id, "a", "Granted");
        var key = PendingOf(id, "a~compensation").IdempotencyKey;
        Answer(id, "a~compensation", "Kept");
        Send(id, new ResolveIncident(Assert.Single(_runtime[id].Incidents.Values).Id, IncidentResolution.Retried, null));
        Assert.Equal(key + "-2", PendingOf(id, "a~compensation").IdempotencyKey);
    }

    [Fact]
    public void Told_to_go_on_the_others_are_undone_before_the_failed_one_is_settled()
    {
        var id = Start(Draw.Flowchart("flow", [Grant("a"), Grant("b"), Compensate(onFailure: "Continue"), Draw.Line("look")], "a.Granted>b", "b.Granted>undo", "undo.Failed>look"));
        Answer(id, "a", "Granted");
        Answer(id, "b", "Granted");
        Fail(id, "b~compensation");
        Assert.Equal(["a~compensation"], Waiting(id));
        Answer(id, "a~compensation", "Revoked");
        Assert.Empty(Waiting(id));
        Assert.DoesNotContain(_runtime[id].Executions.Values, run => run.ActivityId == "look");

        Send(id, new ResolveIncident(Assert.Single(_runtime[id].Incidents.Values).Id, IncidentResolution.Dismissed, "It stays."));
        Assert.Contains(_runtime[id].Executions.Values, run => run.ActivityId == "look");
        Assert.Equal("dismissed", Assert.Single(_runtime.JournalOf(id).OfType<NotCompensated>()).Reason);
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void What_completes_while_a_scope_is_undone_is_undone_as_well()
    {
        var id = Start(Draw.Sequence("all", Draw.Activity("Elsa.Parallel", "both", ("activities", new[] { Draw.Sequence("left", Grant("quick"), Compensate(scope: "both")), Grant("late") }))));
        Answer(id, "quick", "Granted");
        Answer(id, "late", "Granted", "L");
        Assert.Equal(["quick~compensation"], Waiting(id));
        Answer(id, "quick~compensation", "Revoked");
        Assert.Equal("L", PendingOf(id, "late~compensation").Payload.GetProperty("inputs").GetProperty("Number").GetString());
        Answer(id, "late~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void Child_cases_are_left_to_themselves_and_named()
    {
        Assert.Empty(_runtime.Publish(Draw.Workflow(Draw.Sequence("c", Draw.Line("x")), "child")));
        var id = Start(Draw.Sequence("all", Draw.Activity("Elsa.DispatchWorkflow", "start", ("workflowDefinitionId", Draw.Literal("child"))), Compensate()));
        Assert.Equal("child-case", Assert.Single(_runtime.JournalOf(id).OfType<NotCompensated>()).Reason);
    }

    [Fact]
    public void A_compensation_that_is_given_up_leaves_its_operation_to_the_next_under_the_same_key()
    {
        var race = Draw.Activity("Elsa.Fork", "race", ("joinMode", Draw.Literal("WaitAny")), ("branches", new[] { Compensate(scope: "case"), Draw.Event("stop", "stop") }));
        var id = Start(Draw.Sequence("all", Grant("a"), race, Compensate("again")));
        Answer(id, "a", "Granted");
        var key = PendingOf(id, "a~compensation").IdempotencyKey;
        Send(id, new DeliverEvent("stop", null));
        Assert.Equal(key, PendingOf(id, "a~compensation").IdempotencyKey);
        Answer(id, "a~compensation", "Revoked");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void Two_compensations_of_one_scope_undo_it_once_and_end_together()
    {
        var both = Draw.Activity("Elsa.Parallel", "both", ("activities", new[] { Compensate("first", "case"), Compensate("second", "case") }));
        var id = Start(Draw.Sequence("all", Grant("a"), both, Draw.Line("end")));
        Answer(id, "a", "Granted");
        Assert.Equal("~compensation", Assert.Single(_runtime[id].Bookmarks.Values, bookmark => bookmark.ActivityId == "second").Name);
        Answer(id, "a~compensation", "Revoked");
        Assert.Single(_runtime[id].Executions.Values, run => run.Compensates is not null);
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_scope_that_names_nothing_is_refused_when_it_is_published()
    {
        var fault = Assert.Single(_runtime.Publish(Draw.Workflow(Draw.Sequence("all", Grant("a"), Compensate(scope: "elsewhere")))));
        Assert.Equal("unknown-scope", fault.Code);
        Assert.Equal("$.root.activities[1].scope", fault.Path);
    }

    private static Dictionary<string, object?> Grant(string id) => Draw.Activity("Agency.Test.Grant", id);

    private static Dictionary<string, object?> Compensate(string id = "undo", string? scope = null, string? onFailure = null) => Draw.Activity(
        "Case.Compensate", id, [.. scope is null ? Array.Empty<(string, object?)>() : [("scope", Draw.Literal(scope))], .. onFailure is null ? Array.Empty<(string, object?)>() : [("onFailure", Draw.Literal(onFailure))]]);

    private CaseId Start(Dictionary<string, object?> root)
    {
        Assert.Empty(_runtime.Publish(Draw.Workflow(root)));
        return _runtime.Start("drawn");
    }

    private string[] Waiting(CaseId id) => [.. _runtime[id].Bookmarks.Values.Where(bookmark => bookmark.ActivityId.EndsWith("~compensation", StringComparison.Ordinal)).Select(bookmark => bookmark.ActivityId)];

    private Effect PendingOf(CaseId id, string activity) => Assert.Single(_runtime[id].Effects.Values, effect => _runtime[id].Executions[effect.ExecutionId].ActivityId == activity);

    private void Answer(CaseId id, string activity, string outcome, string? number = null) =>
        Send(id, new CompleteEffect(PendingOf(id, activity).Id, outcome, number is null ? null : JsonSerializer.SerializeToElement(new { Number = number }), null));

    private void Fail(CaseId id, string activity) => Send(id, new FailEffect(PendingOf(id, activity).Id, new Fault("invalid", "Expected it to be undone, but it cannot be; ask.", null, "test"), null));

    private void Send(CaseId id, CaseCommand command) => Assert.IsType<Decision.Accepted>(_runtime.Send(id, command));
}
