using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Variables, endings and incident strategies of containers.</summary>
public sealed class ContainerTests
{
    private readonly InMemoryRuntime _runtime = new();

    [Fact]
    public void A_variable_of_a_container_begins_afresh_with_every_round_and_is_gone_after_it()
    {
        var body = Scoped(Sequence("b", Set("S", "Seen", JavaScript("variables.Seen + getCurrentValue()")), Set("C", "All", JavaScript("(variables.All || '') + variables.Seen + ';'"))), "Seen:String:#");
        var id = Start(Sequence("s", Activity("Elsa.ForEach", "L", ("items", JavaScript("['a','b']")), ("body", body)), Set("Z", "After", JavaScript("typeof variables.Seen"))), "All:String", "After:String");
        Assert.Equal(("#a;#b;", "undefined"), (Text(id, "All"), Text(id, "After")));
    }

    [Fact]
    public void An_inner_variable_hides_an_outer_one_of_the_same_name_and_lasts_over_a_wait()
    {
        var inner = Scoped(
            Flowchart("in", [Set("S", "N2", JavaScript("variables.N = 5")), Event("E", "go"), Set("T", "Inner", JavaScript("variables.N"))], "S>E", "E>T"), "N:Int32:1", "N2:Int32");
        var id = Start(Sequence("s", inner, Set("Z", "Outer", JavaScript("variables.N"))), "N:Int32:9", "Inner:Int32", "Outer:Int32");
        _runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal(("5", "9"), (Text(id, "Inner"), Text(id, "Outer")));
    }

    [Fact]
    public void Rounds_at_the_same_time_have_a_variable_each()
    {
        var body = Scoped(Sequence("b", Set("S", "Mine", JavaScript("getCurrentValue()")), Event("E", "go"), Set("C", "All", JavaScript("(variables.All || '') + variables.Mine"))), "Mine:String");
        var id = Start(Activity("Elsa.ParallelForEach", "L", ("items", JavaScript("['a','b','c']")), ("body", body)), "All:String");
        _runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal("abc", Text(id, "All"));
    }

    [Fact]
    public void A_variable_without_a_name_gets_the_one_that_elsa_gives_it()
    {
        var container = Sequence("s", Set("S", "All", JavaScript("getVariable1() + getVariable2()")));
        container["variables"] = new[] { new { id = "x", typeName = "Int32", value = "3" }, new { id = "y", typeName = "Int32", value = "4" } };
        Assert.Equal("7", Text(Start(container, "All:Int32"), "All"));
    }

    [Fact]
    public void A_root_wrapped_in_a_workflow_keeps_the_variables_of_the_wrapper()
    {
        var wrapped = Activity("Elsa.Workflow", "w", ("variables", new[] { new { id = "v-N", name = "N", typeName = "Int32", value = "4" } }), ("root", Sequence("s", Set("S", "N", JavaScript("variables.N + 1")))));
        Assert.Equal("5", Text(Start(wrapped), "N"));
    }

    [Theory]
    [InlineData("Elsa.FlowNode", "body", "fc W A Z")]
    [InlineData("Elsa.Workflow", "root", "fc W A Z")]
    public void A_composite_runs_what_is_drawn_in_it(string type, string slot, string started) =>
        Assert.Equal(started, Started(Start(Flowchart("fc", [Activity(type, "W", (slot, Line("A"))), Line("Z")], "W>Z"))));

    [Fact]
    public void Complete_in_a_workflow_drawn_inside_takes_its_port()
    {
        var inner = Activity("Elsa.Workflow", "W", ("root", Activity("Elsa.If", "I", ("condition", Literal(true)), ("then", Activity("Elsa.Complete", "C", ("outcomes", Literal("Refused")))))));
        Assert.Equal("fc W I C No", Started(Start(Flowchart("fc", [inner, Line("Yes"), Line("No")], "W>Yes", "W.Refused>No"))));
    }

    [Fact]
    public void End_in_a_slot_ends_nothing_but_itself()
    {
        var choice = Activity("Elsa.If", "I", ("condition", Literal(true)), ("then", Activity("Elsa.End", "E")));
        Assert.Equal("fc I E Z", Started(Start(Flowchart("fc", [choice, Line("Z")], "I>Z"))));
        Assert.Equal("s I E Z", Started(Start(Sequence("s", choice, Line("Z")))));
    }

    [Fact]
    public void A_break_outside_of_any_loop_ends_the_sequences_around_it_but_not_what_else_is_drawn()
    {
        Assert.Equal("o i B", Started(Start(Sequence("o", Sequence("i", Activity("Elsa.Break", "B"), Line("X")), Line("Y")))));
        Assert.Equal("fc i B Z", Started(Start(Flowchart("fc", [Sequence("i", Activity("Elsa.Break", "B"), Line("X")), Line("Z")], "i>Z"))));
        Assert.Equal("o fc B", Started(Start(Sequence("o", Flowchart("fc", [Activity("Elsa.Break", "B"), Line("X")], "B>X"), Line("Y")))));
        var fork = Activity("Elsa.Fork", "F", ("branches", new[] { Sequence("i", Activity("Elsa.Break", "B")), Event("E", "never") }));
        var id = Start(Flowchart("fc", [fork, Line("Z")], "F>Z"));
        Assert.Equal(("fc F i E B Z", CaseSubStatus.Finished), (Started(id), _runtime[id].SubStatus));
    }

    [Theory]
    [InlineData("'MatchAny'", "S A B")]
    [InlineData("'MatchFirst'", "S A")]
    public void A_switch_may_get_its_mode_from_an_expression(string mode, string started)
    {
        object Case(string label, Dictionary<string, object?> activity) => new { label, condition = true, activity };
        Assert.Equal(started, Started(Start(Activity("Elsa.Switch", "S", ("mode", JavaScript(mode)), ("cases", new[] { Case("a", Line("A")), Case("b", Line("B")) })))));
    }

    [Theory]
    [InlineData("Elsa.Switch", "mode", "Sometimes", "invalid-switch-mode")]
    [InlineData("Elsa.FlowSwitch", "mode", "Sometimes", "invalid-switch-mode")]
    [InlineData("Elsa.Fork", "joinMode", "WaitSome", "invalid-join-mode")]
    public void A_mode_that_elsa_does_not_have_is_refused(string type, string property, string value, string code)
    {
        var fault = Assert.Single(_runtime.Publish(Workflow(Activity(type, "A", (property, type == "Elsa.Fork" ? value : Literal(value))))));
        Assert.Equal((code, $"$.root.{property}", "A"), (fault.Code, fault.Path, fault.Activity));
    }

    [Theory]
    [InlineData(null, "ContinueWithIncidents", CaseSubStatus.Suspended)]
    [InlineData("ContinueWithIncidentsStrategy", "Fault", CaseSubStatus.Faulted)]
    [InlineData("Fault", null, CaseSubStatus.Faulted)]
    public void The_nearest_choice_of_an_incident_strategy_counts(string? workflow, string? container, CaseSubStatus expected)
    {
        var inner = Sequence("i", Activity("Elsa.Fault", "X"));
        if (container is not null) inner["customProperties"] = new { incidentStrategyType = container };
        Assert.Empty(_runtime.Publish(Workflow(Activity("Elsa.Parallel", "p", ("activities", new[] { inner, Sequence("b", Event("E", "go"), Line("Z")) })), "drawn", workflow)));
        var id = _runtime.Start("drawn");
        _runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal(("p i b X E Z", expected), (Started(id), _runtime[id].SubStatus));
        Assert.Equal("X", Assert.Single(_runtime[id].Incidents.Values).ActivityId);
    }

    private static Dictionary<string, object?> Scoped(Dictionary<string, object?> container, params string[] variables)
    {
        container["variables"] = variables.Select(v => v.Split(':')).Select(v => new { id = "v-" + v[0], name = v[0], typeName = v[1], value = v.Length > 2 ? v[2] : null });
        return container;
    }

    private string Started(CaseId id) => string.Join(' ', _runtime[id].Executions.Values.Select(e => e.ActivityId));

    private string? Text(CaseId id, string variable) => _runtime[id].VariableOf(_runtime.WorkflowOf(id), variable)?.ToString();

    private CaseId Start(Dictionary<string, object?> root, params string[] variables)
    {
        Assert.Empty(_runtime.Publish(Workflow(root, "drawn", null, variables)));
        return _runtime.Start("drawn");
    }
}
