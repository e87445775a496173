using System.Text.Json;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

public sealed class StateMachineTests
{
    private readonly InMemoryRuntime _runtime = new();

    [Fact]
    public void An_order_goes_from_state_to_state_by_its_triggers_and_ends_where_nothing_leaves()
    {
        var id = Start(
            [State("New", Line("NewIn"), Line("NewOut")), State("Paid", Line("PaidIn"), Line("PaidOut")), State("Closed", Line("ClosedIn"))],
            [Transition("New", "Paid", Event("Pay", "pay"), action: Line("PayAction")), Transition("Paid", "Closed", Event("Close", "close"))]);
        Assert.Equal("sm NewIn Pay", Started(id));
        Send(id, "pay");
        Assert.Equal("sm NewIn Pay PayAction NewOut PaidIn Close", Started(id));
        Send(id, "close");
        Assert.Equal("sm NewIn Pay PayAction NewOut PaidIn Close PaidOut ClosedIn", Started(id));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void The_first_trigger_wins_and_the_others_are_cancelled()
    {
        var id = Start([State("A"), State("B"), State("C")], [Transition("A", "B", Event("X", "x")), Transition("A", "C", Event("Y", "y"), action: Line("L"))]);
        Send(id, "y");
        Assert.Equal("sm X Y L", Started(id));
        Assert.Equal(ExecutionStatus.Canceled, _runtime[id].Executions.Values.Single(e => e.ActivityId == "X").Status);
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_trigger_that_completes_at_once_keeps_later_ones_from_starting()
    {
        var id = Start([State("A"), State("B")], [Transition("A", "B", Line("X")), Transition("A", "B", Event("Y", "y"))]);
        Assert.Equal("sm X", Started(id));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_trigger_whose_condition_does_not_hold_waits_again_and_leaves_the_others_alone()
    {
        var id = Start(
            [State("A"), State("B"), State("C")],
            [Transition("A", "B", Event("X", "x"), JavaScript("getLastResult() > 10")), Transition("A", "C", Event("Y", "y"))]);
        Send(id, "x", 5);
        Assert.Equal("sm X Y X", Started(id));
        Assert.Equal(["x", "y"], _runtime[id].Bookmarks.Values.Select(b => b.Name).Order());
        Send(id, "x", 11);
        Assert.Equal((CaseSubStatus.Finished, 0), (_runtime[id].SubStatus, _runtime[id].Bookmarks.Count));
    }

    [Fact]
    public void A_transition_to_its_own_state_leaves_and_enters_it_again()
    {
        var id = Start([State("A", Line("In"), Line("Out")), State("B")], [Transition("A", "A", Event("X", "x")), Transition("A", "B", Event("Y", "y"))]);
        Send(id, "x");
        Send(id, "y");
        Assert.Equal("sm In X Y Out In X Y Out", Started(id));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_condition_that_fails_becomes_an_incident_and_what_the_trigger_brought_is_not_lost()
    {
        var machine = Machine(
            [State("A", Line("In")), State("B", Line("Done"))],
            [Transition("A", "B", Event("X", "x"), JavaScript("if (!variables.N) throw new Error('no N'); variables.N == getOutputFrom('X', 'Result')")), Transition("A", "A", Event("Y", "y"))]);
        Assert.Empty(_runtime.Publish(Workflow(Activity("Elsa.Parallel", "p", ("activities", new[] { machine, Sequence("s", Event("E", "fix"), Set("S", "N", Literal(7))) })), "drawn", null, "N:Int32")));
        var id = _runtime.Start("drawn");
        Send(id, "x", 7);
        var incident = Assert.Single(_runtime[id].Incidents.Values);
        Assert.Contains("A → B", incident.Fault.Message, StringComparison.Ordinal);
        Send(id, "fix");
        _runtime.Send(id, new ResolveIncident(incident.Id, IncidentResolution.Retried, null));
        Assert.Equal("p sm s In E X Y S sm Done", Started(id));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_dismissed_trigger_leaves_the_other_ways_open()
    {
        var id = Start([State("A"), State("B")], [Transition("A", "B", Activity("Elsa.Fault", "X")), Transition("A", "B", Event("Y", "y"))]);
        _runtime.Send(id, new ResolveIncident("i1", IncidentResolution.Dismissed, "not this way"));
        Send(id, "y");
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void It_starts_in_the_current_state_of_the_definition_when_there_is_one()
    {
        var machine = Machine([State("A", Line("InA")), State("B", Line("InB"))], []);
        machine["currentState"] = "B";
        Assert.Empty(_runtime.Publish(Workflow(machine)));
        Assert.Equal("sm InB", Started(_runtime.Start("drawn")));
    }

    [Fact]
    public void Complete_inside_ends_the_machine_through_its_port()
    {
        var machine = Machine([State("A", Activity("Elsa.Complete", "C", ("outcomes", Literal("Refused")))), State("B")], [Transition("A", "B", Event("X", "x"))]);
        Assert.Empty(_runtime.Publish(Workflow(Flowchart("fc", [machine, Line("Yes"), Line("No")], "sm>Yes", "sm.Refused>No"))));
        Assert.Equal("fc sm C No", Started(_runtime.Start("drawn")));
    }

    [Theory]
    [InlineData("""{"states":[{"name":"A"},{"name":"A"}],"initialState":"A"}""", "duplicate-state", "$.root.states[1].name")]
    [InlineData("""{"states":[{"name":"A"},{}],"initialState":"A"}""", "missing-state-name", "$.root.states[1].name")]
    [InlineData("""{"states":[{"name":"A"}],"initialState":"B"}""", "unknown-state", "$.root.initialState")]
    [InlineData("""{"states":[{"name":"A"}]}""", "unknown-state", "$.root.initialState")]
    [InlineData("""{"states":[{"name":"A"}],"initialState":"A","currentState":"Gone"}""", "unknown-state", "$.root.currentState")]
    [InlineData("""{"states":[{"name":"A"}],"initialState":"A","transitions":[{"from":"A","to":"B","trigger":{"type":"Elsa.WriteLine","version":1,"id":"w"}}]}""", "unknown-state", "$.root.transitions[0].to")]
    [InlineData("""{"states":[{"name":"A"}],"initialState":"A","transitions":[{"from":"A","to":"A"}]}""", "missing-trigger", "$.root.transitions[0].trigger")]
    [InlineData("""{"states":[{"name":"A","entry":{"$invalidJson":"x","source":"{"}}],"initialState":"A"}""", "invalid-slot", "$.root.states[0].entry")]
    [InlineData("""{"states":[{"name":"A"}],"initialState":"A","transitions":[{"from":"A","to":"A","condition":"yes","trigger":{"type":"Elsa.WriteLine","version":1,"id":"w"}}]}""", "invalid-condition", "$.root.transitions[0].condition")]
    public void What_could_never_run_as_drawn_is_refused_with_its_place(string members, string code, string path)
    {
        var machine = Activity("Elsa.StateMachine", "sm");
        foreach (var member in JsonDocument.Parse(members).RootElement.EnumerateObject()) machine[member.Name] = member.Value;
        var fault = Assert.Single(_runtime.Publish(Workflow(machine)));
        Assert.Equal((code, path, "sm"), (fault.Code, fault.Path, fault.Activity));
    }

    [Fact]
    public void A_machine_without_states_completes()
    {
        Assert.Empty(_runtime.Publish(Workflow(Activity("Elsa.StateMachine", "sm"))));
        Assert.Equal(CaseSubStatus.Finished, _runtime[_runtime.Start("drawn")].SubStatus);
    }

    private static Dictionary<string, object?> State(string name, Dictionary<string, object?>? entry = null, Dictionary<string, object?>? exit = null)
    {
        var state = new Dictionary<string, object?> { ["name"] = name };
        if (entry is not null) state["entry"] = entry;
        if (exit is not null) state["exit"] = exit;
        return state;
    }

    private static Dictionary<string, object?> Transition(
        string from, string to, Dictionary<string, object?> trigger, object? condition = null, Dictionary<string, object?>? action = null) =>
        new() { ["name"] = null, ["from"] = from, ["to"] = to, ["trigger"] = trigger, ["condition"] = condition, ["action"] = action };

    private static Dictionary<string, object?> Machine(Dictionary<string, object?>[] states, Dictionary<string, object?>[] transitions) =>
        Activity("Elsa.StateMachine", "sm", ("initialState", states[0]["name"]), ("states", states), ("transitions", transitions));

    private void Send(CaseId id, string name, object? payload = null) => _runtime.Send(id, new DeliverEvent(name, JsonSerializer.SerializeToElement(payload)));

    private string Started(CaseId id) => string.Join(' ', _runtime[id].Executions.Values.Select(e => e.ActivityId));

    private CaseId Start(Dictionary<string, object?>[] states, Dictionary<string, object?>[] transitions)
    {
        Assert.Empty(_runtime.Publish(Workflow(Machine(states, transitions))));
        return _runtime.Start("drawn");
    }
}
