using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>What a merge mode means, in both modes of a flowchart.</summary>
public sealed class MergeModeTests
{
    public static TheoryData<FlowchartMode> Modes => [FlowchartMode.CounterBased, FlowchartMode.TokenBased];

    [Theory, MemberData(nameof(Modes))]
    public void Race_goes_on_with_the_first_branch_and_cancels_a_waiting_one(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Merging("Race"), "S>E", "S>L", "E>T", "L>T", "T>Z");
        Assert.Equal("fc S E L T Z", Started(runtime, id));
        Assert.Equal((CaseSubStatus.Finished, ExecutionStatus.Canceled), (runtime[id].SubStatus, runtime[id].Executions.Values.Single(e => e.ActivityId == "E").Status));
    }

    [Theory, MemberData(nameof(Modes))]
    public void Race_also_cancels_what_the_winner_itself_leads_to(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Merging("Race"), "S>T", "S>L", "L>T", "T>Z");
        Assert.Equal("fc S T Z", Started(runtime, id));
        Assert.Equal(CaseSubStatus.Finished, runtime[id].SubStatus);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Cascade_runs_for_every_branch_that_arrives(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, Merging("Cascade"), "S>E", "S>L", "E>T", "L>T");
        Assert.Equal("fc S E L T", Started(runtime, id));
        runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal("fc S E L T T", Started(runtime, id));
        Assert.Equal(CaseSubStatus.Finished, runtime[id].SubStatus);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Merge_waits_for_every_forward_connection_and_a_loop_repeats_it(FlowchartMode mode)
    {
        var (runtime, id) = Start(
            mode, [Line("S"), Event("E", "go"), Line("L"), With(Set("T", "N", JavaScript("(variables.N || 0) + 1")), "Merge"), Decision("D", "variables.N < 3"), Line("Z")],
            "S>E", "S>L", "E>T", "L>T", "T>D", "D.True>T", "D.False>Z");
        Assert.Equal("fc S E L", Started(runtime, id));
        runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal("fc S E L T D T D T D Z", Started(runtime, id));
        Assert.Equal(CaseSubStatus.Finished, runtime[id].SubStatus);
    }

    [Theory]
    [InlineData(FlowchartMode.CounterBased, "Merge")]
    [InlineData(FlowchartMode.TokenBased, "Merge")]
    [InlineData(FlowchartMode.CounterBased, "Converge")]
    [InlineData(FlowchartMode.TokenBased, "Converge")]
    public void A_branch_that_can_no_longer_come_is_an_incident_and_a_retry_goes_on_without_it(FlowchartMode mode, string merge)
    {
        var (runtime, id) = Start(mode, Merging(merge, "false"), "S>D", "S>L", "D.True>T", "L>T", "T>Z");
        var incident = Assert.Single(runtime[id].Incidents.Values);
        Assert.Equal(("T", FaultCodes.JoinCannotComplete), (incident.ActivityId, incident.Fault.Code));
        runtime.Send(id, new ResolveIncident(incident.Id, IncidentResolution.Retried, null));
        Assert.Equal("fc S D L T T Z", Started(runtime, id));
        Assert.Equal(CaseSubStatus.Finished, runtime[id].SubStatus);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Places_that_wait_for_each_other_around_a_loop_become_an_incident(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, [Line("S"), With(Line("T"), "Converge"), With(Line("L"), "Converge")], "S>T", "S>L", "T>L", "L>T");
        Assert.Equal(FaultCodes.JoinCannotComplete, Assert.Single(runtime[id].Incidents.Values).Fault.Code);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_waiting_branch_that_ends_elsewhere_frees_those_that_waited_for_it(FlowchartMode mode)
    {
        var (runtime, id) = Start(mode, [Line("S"), Line("L"), Activity("Agency.Test.Register", "R"), Line("T")], "S>L", "S>R", "L>T", "R.Registered>T");
        Assert.Equal("fc S L R", Started(runtime, id));
        runtime.Send(id, new CompleteEffect("e1", "Refused", null, null));
        Assert.Equal("fc S L R T", Started(runtime, id));
        Assert.Equal(CaseSubStatus.Finished, runtime[id].SubStatus);
    }

    [Fact]
    public void Without_a_merge_mode_counters_wait_for_the_long_branch_and_tokens_do_not()
    {
        Dictionary<string, object?>[] drawn = [Line("S"), Line("A"), Line("B"), Line("C"), Line("T")];
        string[] connections = ["S>A", "S>B", "B>C", "A>T", "C>T"];
        var (counters, first) = Start(FlowchartMode.CounterBased, drawn, connections);
        Assert.Equal("fc S A B C T", Started(counters, first));
        var (tokens, second) = Start(FlowchartMode.TokenBased, drawn, connections);
        Assert.Equal("fc S A B T C T", Started(tokens, second));
    }

    [Theory]
    [InlineData("TokenBased", FlowchartMode.CounterBased, 2)]
    [InlineData("tokenbased", FlowchartMode.CounterBased, 2)]
    [InlineData("CounterBased", FlowchartMode.TokenBased, 1)]
    [InlineData(1, FlowchartMode.CounterBased, 2)]
    [InlineData("Default", FlowchartMode.TokenBased, 2)]
    public void A_definition_chooses_its_mode_whatever_the_server_says(object chosen, FlowchartMode server, int runs)
    {
        var definition = System.Text.Json.Nodes.JsonNode.Parse(
            Workflow(Flowchart("fc", [Line("S"), Line("A"), Line("B"), Line("C"), Line("T")], "S>A", "S>B", "B>C", "A>T", "C>T")).GetRawText())!;
        definition["customProperties"]!["Flowchart:ExecutionMode"] = System.Text.Json.JsonSerializer.SerializeToNode(chosen);
        var runtime = new InMemoryRuntime(new WorkflowEngineOptions { FlowchartMode = server });
        Assert.Empty(runtime.Publish(System.Text.Json.JsonSerializer.SerializeToElement(definition)));
        Assert.Equal(runs, runtime[runtime.Start("drawn")].Executions.Values.Count(e => e.ActivityId == "T"));
    }

    [Fact]
    public void A_mode_that_elsa_does_not_have_is_refused_with_its_path()
    {
        var runtime = new InMemoryRuntime();
        var fault = Assert.Single(runtime.Publish(Workflow(Flowchart("fc", [With(Line("A"), "Merged")]))));
        Assert.Equal(("invalid-merge-mode", "$.root.activities[0].customProperties.mergeMode", "A"), (fault.Code, fault.Path, fault.Activity));
        fault = Assert.Single(runtime.Publish(Workflow(Activity("Elsa.Flowchart", "fc", ("customProperties", new Dictionary<string, object> { ["Flowchart:ExecutionMode"] = "Petri" })))));
        Assert.Equal(("invalid-flowchart-mode", "$.root.customProperties['Flowchart:ExecutionMode']"), (fault.Code, fault.Path));
    }

    [Fact]
    public void A_join_may_get_its_mode_from_an_expression()
    {
        var join = Activity("Elsa.FlowJoin", "J", ("mode", JavaScript("variables.N > 0 ? 'WaitAll' : 'WaitAny'")));
        string[] connections = ["S>L", "S>E", "L>J", "E>J", "J>Z"];
        var (runtime, id) = Start(FlowchartMode.CounterBased, [Line("S"), Line("L"), Event("E", "go"), join, Line("Z")], connections);
        Assert.Equal("fc S L E J Z", Started(runtime, id));
        (runtime, id) = Start(FlowchartMode.CounterBased, [Set("S", "N", Literal(1)), Line("L"), Event("E", "go"), join, Line("Z")], connections);
        Assert.Equal("fc S L E", Started(runtime, id));
        runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal("fc S L E J Z", Started(runtime, id));
        join = Activity("Elsa.FlowJoin", "J", ("mode", JavaScript("'WaitSome'")));
        (runtime, id) = Start(FlowchartMode.CounterBased, [Line("S"), Line("L"), join], "S>L", "L>J");
        Assert.Contains("WaitSome", Assert.Single(runtime[id].Incidents.Values).Fault.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> With(Dictionary<string, object?> activity, string merge)
    {
        activity["customProperties"] = new { mergeMode = merge };
        return activity;
    }

    private static Dictionary<string, object?>[] Merging(string merge, string condition = "true") =>
        [Line("S"), Event("E", "go"), Decision("D", condition), Line("L"), With(Line("T"), merge), Line("Z")];

    private static string Started(InMemoryRuntime runtime, CaseId id) => string.Join(' ', runtime[id].Executions.Values.Select(e => e.ActivityId));

    private static (InMemoryRuntime Runtime, CaseId Id) Start(FlowchartMode mode, Dictionary<string, object?>[] activities, params string[] connections)
    {
        var connected = connections.SelectMany(c => c.Split('>')).Select(e => e.Split('.')[0]).ToHashSet();
        var runtime = new InMemoryRuntime(new WorkflowEngineOptions { FlowchartMode = mode }, new StandInAgency());
        Assert.Empty(runtime.Publish(Workflow(Flowchart("fc", [.. activities.Where(a => connected.Contains((string)a["id"]!))], connections), "drawn", null, "N:Int32")));
        return (runtime, runtime.Start("drawn"));
    }
}
