using System.Text.Json;
using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Joins, races, loops and endings inside each other, in both modes of a flowchart.</summary>
public sealed class NestedFlowTests
{
    public static TheoryData<FlowchartMode> Modes => [FlowchartMode.CounterBased, FlowchartMode.TokenBased];

    [Theory, MemberData(nameof(Modes))]
    public void A_join_waits_for_a_flowchart_that_forks_itself(FlowchartMode mode)
    {
        var inner = Flowchart("in", [Line("n0"), Line("n1"), Event("n2", "go"), Line("n3")], "n0>n1", "n0>n2", "n1>n3", "n2>n3");
        var (runtime, id) = Start(mode, Flowchart("fc", [Line("S"), Line("A"), inner, Line("T"), Line("Z")], "S>A", "S>in", "A>T", "in>T", "T>Z"));
        Assert.Equal("fc S A in n0 n1 n2", Started(runtime, id));
        runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal("fc S A in n0 n1 n2 n3 T Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory]
    [InlineData(FlowchartMode.CounterBased, "WaitAll")]
    [InlineData(FlowchartMode.CounterBased, "WaitAllActive")]
    [InlineData(FlowchartMode.TokenBased, "WaitAll")]
    [InlineData(FlowchartMode.TokenBased, "WaitAllActive")]
    public void A_join_in_a_loop_joins_in_every_round(FlowchartMode mode, string join)
    {
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Line("S"), Line("A"), Event("E", "go"), Join("J", join), Count("I"), Decision("D", "variables.N < 3"), Line("Z")],
            "S>A", "S>E", "A>J", "E>J", "J>I", "I>D", "D.True>S", "D.False>Z"));
        for (var round = 0; round < 3; round++) runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal("fc S A E J I D S A E J I D S A E J I D Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_wait_any_in_a_loop_leaves_no_wait_of_a_round_before(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Line("S"), Event("E", "never"), Line("L"), Join("J", "WaitAny"), Count("I"), Decision("D", "variables.N < 3"), Line("Z")],
            "S>E", "S>L", "E>J", "L>J", "J>I", "I>D", "D.True>S", "D.False>Z"));
        Assert.Equal("fc S E L J I D S E L J I D S E L J I D Z", Started(runtime, id));
        AssertDone(runtime, id);
        Assert.All(runtime[id].Executions.Values.Where(run => run.ActivityId == "E"), run => Assert.Equal(ExecutionStatus.Canceled, run.Status));
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_race_of_composites_that_wait_cancels_everything_inside_the_losers_and_can_be_run_again(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Line("S"), Sequence("a", Event("E1", "one"), Line("A")), Flowchart("b", [Event("E2", "two"), Event("E3", "three"), Line("B")], "E2>B", "E3>B", "E2>E3"), With(Count("T"), "Race"), Decision("D", "variables.N < 2"), Line("Z")],
            "S>a", "S>b", "a>T", "b>T", "T>D", "D.True>S", "D.False>Z"));
        Assert.Equal(["one", "two"], Waits(runtime, id));
        runtime.Send(id, new DeliverEvent("one", null));
        Assert.Equal(["one", "two"], Waits(runtime, id));
        runtime.Send(id, new DeliverEvent("two", null));
        Assert.Equal(["one", "three"], Waits(runtime, id));
        runtime.Send(id, new DeliverEvent("one", null));
        AssertDone(runtime, id);
        Assert.Equal(2, runtime[id].Executions.Values.Count(run => run.ActivityId == "T"));
        Assert.Single(runtime[id].Executions.Values, run => run.ActivityId == "Z");
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_break_in_an_inner_parallel_loop_leaves_that_loop_of_its_own_round_alone(FlowchartMode mode)
    {
        var choice = Activity("Elsa.If", "If", ("condition", JavaScript("getCurrentValue() === 'x'")), ("then", Activity("Elsa.Break", "B")), ("else", Event("E", "go")));
        var inner = Activity("Elsa.ParallelForEach", "in", ("items", JavaScript("getCurrentValue() === 1 ? ['y','x'] : ['y']")), ("body", choice));
        var outer = Activity("Elsa.ParallelForEach", "out", ("items", JavaScript("[1,2]")), ("body", Sequence("s", inner, Line("After"))));
        var (runtime, id) = Start(mode, Flowchart("fc", [outer, Line("Z")], "out>Z"));
        Assert.Single(runtime[id].Executions.Values, run => run.ActivityId == "After");
        Assert.Equal(["go"], Waits(runtime, id));
        runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal(2, runtime[id].Executions.Values.Count(run => run.ActivityId == "After"));
        Assert.Single(runtime[id].Executions.Values, run => run.ActivityId == "Z");
        AssertDone(runtime, id);
    }

    [Theory]
    [InlineData(FlowchartMode.CounterBased, "WaitAny", "fc Sw A B J Z")]
    [InlineData(FlowchartMode.TokenBased, "WaitAny", "fc Sw A B J Z")]
    [InlineData(FlowchartMode.CounterBased, "WaitAllActive", "fc Sw A B J Z")]
    [InlineData(FlowchartMode.TokenBased, "WaitAllActive", "fc Sw A B J Z")]
    public void Every_case_of_a_switch_that_matches_feeds_one_join(FlowchartMode mode, string join, string started)
    {
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Switch("Sw", "MatchAny", ("a", "true"), ("b", "true"), ("c", "false")), Line("A"), Line("B"), Line("C"), Join("J", join), Line("Z")],
            "Sw.a>A", "Sw.b>B", "Sw.c>C", "A>J", "B>J", "C>J", "J>Z"));
        Assert.Equal(started, Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_switch_that_feeds_a_join_directly_through_several_ports_fires_it_once(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Switch("Sw", "MatchAny", ("a", "true"), ("b", "true")), Join("J", "WaitAny"), Line("Z")], "Sw.a>J", "Sw.b>J", "J>Z"));
        Assert.Equal("fc Sw J Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_wait_any_whose_switch_waits_behind_one_port_runs_once(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Switch("Sw", "MatchAny", ("a", "true"), ("b", "true")), Event("E", "go"), Line("B"), Join("J", "WaitAny"), Line("Z")], "Sw.a>E", "Sw.b>B", "E>J", "B>J", "J>Z"));
        Assert.Equal("fc Sw E B J Z", Started(runtime, id));
        AssertDone(runtime, id);
        Assert.Equal("nobody-waits", runtime.Send(id, new DeliverEvent("go", null)) is Decision.Rejected rejected && rejected.Code == "case-ended" ? "nobody-waits" : "taken");
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_branch_that_loops_before_it_arrives_is_waited_for(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Line("S"), Line("A"), Count("B"), Decision("D", "variables.N < 3"), Join("J", "WaitAllActive"), Line("Z")],
            "S>A", "S>B", "A>J", "B>D", "D.True>B", "D.False>J", "J>Z"));
        Assert.Equal("fc S A B D B D B D J Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_join_in_the_body_of_a_loop_joins_in_every_round(FlowchartMode mode)
    {
        var body = Flowchart("in", [Line("s"), Line("a"), Line("b"), Line("c"), Line("j")], "s>a", "s>b", "b>c", "a>j", "c>j");
        foreach (var activity in (Dictionary<string, object?>[])body["activities"]!) if ((string)activity["id"]! == "j") With(activity, "Merge");
        var (runtime, id) = Start(mode, Flowchart("fc", [Activity("Elsa.For", "L", ("start", Literal(1)), ("end", Literal(2)), ("step", Literal(1)), ("body", body)), Line("Z")], "L>Z"));
        Assert.Equal("fc L in s a b c j in s a b c j Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void End_in_a_round_ends_the_flowchart_of_that_round(FlowchartMode mode)
    {
        var body = Flowchart("in", [Decision("D", "getCurrentValue() === 2"), Activity("Elsa.End", "End"), Event("E", "go"), Line("A")], "D.True>End", "D.False>E", "E>A");
        var (runtime, id) = Start(mode, Flowchart("fc", [Activity("Elsa.ParallelForEach", "L", ("items", JavaScript("[1,2,3]")), ("body", body)), Line("Z")], "L>Z"));
        Assert.Equal(2, Waits(runtime, id).Length);
        runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal(2, runtime[id].Executions.Values.Count(run => run.ActivityId == "A"));
        AssertDone(runtime, id);
        Assert.Single(runtime[id].Executions.Values, run => run.ActivityId == "Z");
    }

    [Theory, MemberData(nameof(Modes))]
    public void Finish_in_a_round_ends_the_case_and_every_other_round(FlowchartMode mode)
    {
        var body = Activity("Elsa.If", "If", ("condition", JavaScript("getCurrentValue() === 3")), ("then", Activity("Elsa.Finish", "F")), ("else", Event("E", "go")));
        var (runtime, id) = Start(mode, Flowchart("fc", [Activity("Elsa.ParallelForEach", "L", ("items", JavaScript("[1,2,3]")), ("body", body)), Line("Z")], "L>Z"));
        AssertDone(runtime, id);
        Assert.DoesNotContain("Z", Started(runtime, id), StringComparison.Ordinal);
        Assert.All(runtime[id].Executions.Values, run => Assert.NotEqual(ExecutionStatus.Running, run.Status));
    }

    [Theory, MemberData(nameof(Modes))]
    public void Complete_in_a_sequence_of_a_round_ends_that_sequence_and_the_loop_goes_on(FlowchartMode mode)
    {
        var body = Sequence("s", Activity("Elsa.If", "If", ("condition", JavaScript("getCurrentValue() === 'b'")), ("then", Activity("Elsa.Complete", "C"))), Line("Rest"));
        var (runtime, id) = Start(mode, Flowchart("fc", [Activity("Elsa.ForEach", "L", ("items", JavaScript("['a','b','c']")), ("body", body)), Line("Z")], "L>Z"));
        Assert.Equal("fc L s If Rest s If C s If Rest Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_break_in_a_flowchart_in_a_branch_leaves_the_loop_around_and_what_waits_beside_it(FlowchartMode mode)
    {
        var fork = Activity("Elsa.Fork", "F", ("joinMode", Literal("WaitAll")), ("branches", new[] { Event("E", "never"), Flowchart("in", [Line("A"), Activity("Elsa.Break", "B"), Line("X")], "A>B", "B>X") }));
        var (runtime, id) = Start(mode, Flowchart("fc", [Activity("Elsa.While", "W", ("condition", Literal(true)), ("body", Sequence("s", fork, Line("Y")))), Line("Z")], "W>Z"));
        Assert.Equal("fc W s F E in A B Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_retry_in_a_round_keeps_its_item_and_the_join_behind_the_loop_waits_for_it(FlowchartMode mode)
    {
        var body = Activity("Elsa.RunJavaScript", "J", ("script", JavaScript("if (getCurrentValue() === 2 && !variables.Ok) throw new Error('no'); variables.Seen = (variables.Seen ?? '') + getCurrentValue(); setVariable('Seen', variables.Seen)")));
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Line("S"), Activity("Elsa.ForEach", "L", ("items", JavaScript("[1,2,3]")), ("body", body)), Line("A"), With(Line("T"), "Merge"), Line("Z")],
            "S>L", "S>A", "L>T", "A>T", "T>Z"), "Seen:String", "Ok:Boolean");
        var incident = Assert.Single(runtime[id].Incidents.Values);
        Assert.DoesNotContain("T", Started(runtime, id), StringComparison.Ordinal);
        runtime.Send(id, new ModifyVariable("Ok", JsonSerializer.SerializeToElement(true), "repaired"));
        runtime.Send(id, new ResolveIncident(incident.Id, IncidentResolution.Retried, null));
        Assert.Equal("123", runtime[id].VariableOf(runtime.WorkflowOf(id), "Seen")!.Value.GetString());
        Assert.EndsWith("T Z", Started(runtime, id), StringComparison.Ordinal);
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_faulted_child_holds_only_its_own_round(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Flowchart(
            "fc", [Activity("Elsa.ParallelForEach", "L", ("items", JavaScript("[1,2]")), ("body", Sequence("s", Activity("Elsa.ExecuteWorkflow", "X",
                ("workflowDefinitionId", Literal("child")), ("input", JavaScript("({ Number: getCurrentValue() })"))), Line("After")))), Line("Z")], "L>Z"));
        Assert.Single(runtime[id].Executions.Values, run => run.ActivityId == "After");
        var child = runtime.Cases.Single(one => runtime[one].SubStatus == CaseSubStatus.Faulted);
        runtime.Send(child, new ResolveIncident("i1", IncidentResolution.Overridden, "done by hand"));
        Assert.Equal(2, runtime[id].Executions.Values.Count(run => run.ActivityId == "After"));
        Assert.Single(runtime[id].Executions.Values, run => run.ActivityId == "Z");
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_switch_with_every_case_that_holds_waits_for_all_of_them_and_ends_once(FlowchartMode mode)
    {
        object Case(string label, Dictionary<string, object?> activity) => new { label, condition = new { type = "JavaScript", value = "true" }, activity };
        var choice = Activity("Elsa.Switch", "Sw", ("mode", Literal("MatchAny")), ("cases", new[] { Case("a", Event("E1", "one")), Case("b", Event("E2", "two")) }), ("default", Line("Never")));
        var (runtime, id) = Start(mode, Flowchart("fc", [choice, Line("Z")], "Sw>Z"));
        runtime.Send(id, new DeliverEvent("two", null));
        Assert.Equal("fc Sw E1 E2", Started(runtime, id));
        runtime.Send(id, new DeliverEvent("one", null));
        Assert.Equal("fc Sw E1 E2 Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_deadline_beside_a_wait_is_a_race_that_either_wins_once(FlowchartMode mode)
    {
        Dictionary<string, object?>[] drawn = [Line("S"), Event("E", "go"), Activity("Elsa.Delay", "D", ("timeSpan", Literal("01:00:00"))), Line("Late"), Join("J", "WaitAny"), Line("Z")];
        string[] connections = ["S>E", "S>D", "E>J", "D>Late", "Late>J", "J>Z"];
        var (runtime, id) = Start(mode, Flowchart("fc", drawn, connections));
        runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal("fc S E D J Z", Started(runtime, id));
        AssertDone(runtime, id);
        (runtime, id) = Start(mode, Flowchart("fc", drawn, connections));
        runtime.Pass(TimeSpan.FromHours(2));
        Assert.Equal("fc S E D Late J Z", Started(runtime, id));
        AssertDone(runtime, id);
    }

    private static Dictionary<string, object?> Count(string id) => Set(id, "N", JavaScript("(variables.N || 0) + 1"));

    private static Dictionary<string, object?> Switch(string id, string mode, params (string Label, string Script)[] cases) => Activity(
        "Elsa.FlowSwitch", id, ("mode", Literal(mode)), ("cases", cases.Select(one => new { label = one.Label, condition = new { type = "JavaScript", value = one.Script } }).ToArray()));

    private static Dictionary<string, object?> With(Dictionary<string, object?> activity, string merge)
    {
        activity["customProperties"] = new { mergeMode = merge };
        return activity;
    }

    private static string Started(InMemoryRuntime runtime, CaseId id) => string.Join(' ', runtime[id].Executions.Values.Select(run => run.ActivityId));

    private static string[] Waits(InMemoryRuntime runtime, CaseId id) => [.. runtime[id].Bookmarks.Values.Select(bookmark => bookmark.Name!).Order(StringComparer.Ordinal)];

    private static void AssertDone(InMemoryRuntime runtime, CaseId id)
    {
        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Finished), (runtime[id].Status, runtime[id].SubStatus));
        Assert.Empty(runtime[id].Bookmarks);
        Assert.Empty(runtime[id].Children);
    }

    private static (InMemoryRuntime Runtime, CaseId Id) Start(FlowchartMode mode, Dictionary<string, object?> root, params string[] variables)
    {
        var runtime = new InMemoryRuntime(new WorkflowEngineOptions { FlowchartMode = mode }, new StandInAgency());
        Assert.Empty(runtime.Publish(Workflow(Activity("Elsa.If", "If", ("condition", JavaScript("getInput('Number') === 2")), ("then", Activity("Elsa.Fault", "Bad"))), "child")));
        Assert.Empty(runtime.Publish(Workflow(root, "drawn", null, ["N:Int32", .. variables])));
        return (runtime, runtime.Start("drawn"));
    }
}
