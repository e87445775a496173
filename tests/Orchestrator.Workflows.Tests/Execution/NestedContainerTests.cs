using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>State machines, workflows as activities and dispatches inside loops and races: what a round leaves, and what the next one finds.</summary>
public sealed class NestedContainerTests
{
    private readonly InMemoryRuntime _runtime = new();

    [Fact]
    public void A_state_machine_in_a_loop_begins_in_its_first_state_in_every_round()
    {
        var id = Start(Flowchart("fc", [Activity("Elsa.ForEach", "L", ("items", JavaScript("[1,2]")), ("body", Machine(("A", "B", Event("X", "x")), ("B", "C", Event("Y", "y"))))), Line("Z")], "L>Z"));
        Send(id, "x", "y", "x", "y");
        Assert.Equal("fc L sm X Y sm X Y Z", Started(id));
        AssertDone(id);
    }

    [Fact]
    public void State_machines_of_rounds_at_the_same_time_are_in_states_of_their_own()
    {
        var body = Machine(("A", "B", Event("X", "x")));
        body["transitions"] = new[] { Transition("A", "B", Activity("Elsa.Event", "X", ("eventName", JavaScript("'go-' + getCurrentValue()")))) };
        var id = Start(Flowchart("fc", [Activity("Elsa.ParallelForEach", "L", ("items", JavaScript("['a','b']")), ("body", body)), Line("Z")], "L>Z"));
        Send(id, "go-b");
        Assert.Equal(["go-a"], _runtime[id].Bookmarks.Values.Select(bookmark => bookmark.Name));
        Assert.DoesNotContain("Z", Started(id), StringComparison.Ordinal);
        Send(id, "go-a");
        AssertDone(id);
    }

    [Fact]
    public void A_break_in_a_state_leaves_the_machine_and_the_loop_around_it()
    {
        var machine = Machine(("A", "B", Event("X", "x")), ("A", "C", Event("Y", "y")));
        machine["states"] = new object[] { State("A"), State("B", Activity("Elsa.Break", "Stop")), State("C") };
        var id = Start(Flowchart("fc", [Activity("Elsa.While", "W", ("condition", Literal(true)), ("body", Sequence("s", machine, Line("Rest")))), Line("Z")], "W>Z"));
        Send(id, "y", "x");
        Assert.Equal("fc W s sm X Y Rest s sm X Y Stop Z", Started(id));
        AssertDone(id);
    }

    [Fact]
    public void A_machine_that_loses_a_race_is_cancelled_with_all_its_triggers()
    {
        var id = Start(Flowchart(
            "fc", [Line("S"), Machine(("A", "B", Event("X", "x")), ("A", "C", Event("Y", "y"))), Event("E", "go"), Join("J", "WaitAny"), Line("Z")], "S>sm", "S>E", "sm>J", "E>J", "J>Z"));
        Send(id, "go");
        Assert.Equal("fc S sm E X Y J Z", Started(id));
        AssertDone(id);
    }

    [Fact]
    public void A_workflow_used_as_an_activity_in_rounds_at_the_same_time_keeps_its_variables_and_outputs_apart()
    {
        Publish("Inner", Sequence("in", Set("Keep", "N", JavaScript("getInput('Number') * 10")), Event("E", "go"), Activity("Elsa.SetOutput", "O", ("outputName", Literal("Total")), ("outputValue", JavaScript("variables.N")))), usable =>
        {
            usable["inputs"] = JsonNode.Parse("""[{"name":"Number","type":"Int32"}]""");
            usable["outputs"] = JsonNode.Parse("""[{"name":"Total","type":"Int32"}]""");
        }, "N:Int32");
        var body = Sequence("s", Activity("Inner", "use", ("number", JavaScript("getCurrentValue()"))), Set("Add", "Sum", JavaScript("(variables.Sum || 0) + getOutputFrom('use', 'Total')")));
        var id = Start(Activity("Elsa.ParallelForEach", "L", ("items", JavaScript("[1,2,3]")), ("body", body)), "Sum:Int32");
        Send(id, "go");
        Assert.Equal(60, _runtime[id].VariableOf(_runtime.WorkflowOf(id), "Sum")!.Value.GetInt32());
        AssertDone(id);
    }

    [Fact]
    public void An_outcome_of_a_workflow_used_as_an_activity_is_taken_in_every_round_and_feeds_one_join()
    {
        Publish("Decide", Activity("Elsa.If", "If", ("condition", JavaScript("getInput('Number') > 1")), ("then", Activity("Elsa.Complete", "C", ("outcomes", Literal("Big"))))), usable =>
        {
            usable["inputs"] = JsonNode.Parse("""[{"name":"Number","type":"Int32"}]""");
            usable["outcomes"] = JsonNode.Parse("""["Big"]""");
        });
        var body = Flowchart("in", [Activity("Decide", "use", ("number", JavaScript("getCurrentValue()"))), Line("Big"), Line("Small"), Join("J", "WaitAny"), Line("After")], "use.Big>Big", "use>Small", "Big>J", "Small>J", "J>After");
        var id = Start(Activity("Elsa.ForEach", "L", ("items", JavaScript("[1,2]")), ("body", body)));
        Assert.Equal("L in use If Small J After in use If C Big J After", Started(id));
        AssertDone(id);
    }

    [Fact]
    public void Finish_in_a_workflow_used_as_an_activity_ends_the_case_with_every_branch()
    {
        Publish("Stop", Sequence("in", Event("E", "go"), Activity("Elsa.Finish", "F")), _ => { });
        var id = Start(Flowchart("fc", [Line("S"), Activity("Stop", "use"), Event("Other", "never"), Line("Z")], "S>use", "S>Other", "use>Z"));
        Send(id, "go");
        Assert.DoesNotContain("Z", Started(id), StringComparison.Ordinal);
        AssertDone(id);
    }

    [Fact]
    public void A_dispatch_in_a_branch_that_loses_waits_no_longer_and_the_end_of_its_child_changes_nothing()
    {
        Assert.Empty(_runtime.Publish(Workflow(Sequence("c", Event("E", "child")), "child")));
        var id = Start(Flowchart(
            "fc", [Line("S"), Activity("Elsa.DispatchWorkflow", "X", ("workflowDefinitionId", Literal("child")), ("waitForCompletion", Literal(true))), Event("E", "go"), With(Line("T"), "Race"), Event("Last", "last"), Line("Z")],
            "S>X", "S>E", "X>T", "E>T", "T>Last", "Last>Z"));
        var child = _runtime.Cases.Single(one => one != id);
        Send(id, "go");
        _runtime.Send(child, new DeliverEvent("child", null));
        Assert.Equal(CaseSubStatus.Finished, _runtime[child].SubStatus);
        Assert.Equal("fc S X E T Last", Started(id));
        Send(id, "last");
        AssertDone(id);
    }

    [Fact]
    public void A_timer_of_a_round_that_was_left_does_not_fire_in_the_next_one()
    {
        var body = Flowchart("in", [Line("S"), Activity("Elsa.Delay", "D", ("timeSpan", Literal("01:00:00"))), Event("E", "go"), Line("Late"), Join("J", "WaitAny")], "S>D", "S>E", "D>Late", "Late>J", "E>J");
        var id = Start(Activity("Elsa.For", "L", ("start", Literal(1)), ("end", Literal(2)), ("step", Literal(1)), ("body", body)));
        _runtime.Pass(TimeSpan.FromMinutes(50));
        Send(id, "go");
        _runtime.Pass(TimeSpan.FromMinutes(50));
        Assert.Equal("L in S D E J in S D E", Started(id));
        _runtime.Pass(TimeSpan.FromMinutes(20));
        Assert.Equal("L in S D E J in S D E Late J", Started(id));
        AssertDone(id);
    }

    [Fact]
    public void A_retry_inside_a_workflow_used_as_an_activity_inside_a_loop_goes_on_in_its_round()
    {
        Publish("Risky", Activity("Elsa.RunJavaScript", "J", ("script", JavaScript("if (getInput('Number') === 2 && !getInput('Ok')) throw new Error('no'); return getInput('Number')"))), usable =>
            usable["inputs"] = JsonNode.Parse("""[{"name":"Number","type":"Int32"},{"name":"Ok","type":"Boolean"}]"""));
        var id = Start(Activity("Elsa.ForEach", "L", ("items", JavaScript("[1,2,3]")), ("body", Sequence("s", Activity("Risky", "use", ("number", JavaScript("getCurrentValue()"))), Line("After")))));
        var incident = Assert.Single(_runtime[id].Incidents.Values);
        _runtime.Send(id, new ResolveIncident(incident.Id, IncidentResolution.Overridden, "done by hand"));
        Assert.Equal("L s use J After s use J After s use J After", Started(id));
        AssertDone(id);
    }

    private void Publish(string name, Dictionary<string, object?> root, Action<JsonNode> change, params string[] variables)
    {
        var definition = JsonSerializer.SerializeToNode(Workflow(root, name, null, variables))!;
        definition["options"]!["usableAsActivity"] = true;
        change(definition);
        Assert.Empty(_runtime.Publish(JsonSerializer.SerializeToElement(definition)));
    }

    private CaseId Start(Dictionary<string, object?> root, params string[] variables)
    {
        Assert.Empty(_runtime.Publish(Workflow(root, "drawn", null, variables)));
        return _runtime.Start("drawn");
    }

    private void Send(CaseId id, params string[] events)
    {
        foreach (var name in events) Assert.IsType<Decision.Accepted>(_runtime.Send(id, new DeliverEvent(name, null)));
    }

    private string Started(CaseId id) => string.Join(' ', _runtime[id].Executions.Values.Select(run => run.ActivityId));

    private void AssertDone(CaseId id)
    {
        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Finished), (_runtime[id].Status, _runtime[id].SubStatus));
        Assert.Empty(_runtime[id].Bookmarks);
        Assert.Empty(_runtime[id].Children);
    }

    private static Dictionary<string, object?> With(Dictionary<string, object?> activity, string merge)
    {
        activity["customProperties"] = new { mergeMode = merge };
        return activity;
    }

    private static Dictionary<string, object?> State(string name, Dictionary<string, object?>? entry = null) =>
        entry is null ? new() { ["name"] = name } : new() { ["name"] = name, ["entry"] = entry };

    private static Dictionary<string, object?> Transition(string from, string to, Dictionary<string, object?> trigger) =>
        new() { ["name"] = null, ["from"] = from, ["to"] = to, ["trigger"] = trigger, ["condition"] = null, ["action"] = null };

    private static Dictionary<string, object?> Machine(params (string From, string To, Dictionary<string, object?> Trigger)[] transitions) => Activity(
        "Elsa.StateMachine", "sm", ("initialState", transitions[0].From),
        ("states", transitions.SelectMany(one => new[] { one.From, one.To }).Distinct().Select(name => State(name)).ToArray()),
        ("transitions", transitions.Select(one => Transition(one.From, one.To, one.Trigger)).ToArray()));
}
