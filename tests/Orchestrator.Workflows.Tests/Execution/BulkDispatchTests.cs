using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

public sealed class BulkDispatchTests
{
    private readonly InMemoryRuntime _runtime = new();

    [Fact]
    public void Every_item_becomes_a_child_with_its_input_and_correlation_and_all_are_waited_for()
    {
        var (parent, children) = Start(("items", Items("""["a","b"]""")), ("correlationIdFunction", JavaScript("'for-' + getItem()")), ("input", Items("""{"Common":1}""")));
        Assert.Equal(["a", "b"], children.Select(c => _runtime[c].Input.Text("Item")));
        Assert.Equal(["for-a", "for-b"], children.Select(c => _runtime[c].CorrelationId));
        Assert.All(children, c => Assert.Equal(("1", parent.ToString()), (_runtime[c].Input.Text("Common"), _runtime[c].Input.Text("ParentInstanceId"))));
        _runtime.Send(children[1], new DeliverEvent("go", null));
        Assert.Equal(["fc", "bulk", "One"], Started(parent));
        _runtime.Send(children[0], new DeliverEvent("go", null));
        Assert.Equal(["fc", "bulk", "One", "One", "Completed", "Done"], Started(parent));
        Assert.Equal($"{children[1]}{children[0]}", _runtime[parent].VariableOf(_runtime.WorkflowOf(parent), "Seen")!.Value.GetString());
    }

    [Fact]
    public void Items_that_are_objects_are_the_input_and_a_cancelled_child_runs_what_is_drawn_for_it()
    {
        var (parent, children) = Start(("items", Items("""[{"Name":"An"}]""")));
        Assert.Equal("An", _runtime[Assert.Single(children)].Input.Text("Name"));
        _runtime.Send(children[0], new CancelCase("withdrawn"));
        Assert.Equal(["fc", "bulk", "Bad", "Completed", "Done"], Started(parent));
    }

    [Fact]
    public void A_child_with_an_incident_is_waited_for()
    {
        var (parent, children) = Start(("items", Items("""["a"]""")));
        _runtime.Send(children[0], new DeliverEvent("break", null));
        Assert.Equal(CaseSubStatus.Faulted, _runtime[children[0]].SubStatus);
        Assert.Equal(BookmarkKind.Child, Assert.Single(_runtime[parent].Bookmarks.Values).Kind);
        _runtime.Send(children[0], new ResolveIncident("i1", IncidentResolution.Overridden, "done by hand"));
        Assert.Equal(["fc", "bulk", "One", "Completed", "Done"], Started(parent));
    }

    [Theory]
    [InlineData("[]", true)]
    [InlineData("""["a","b"]""", false)]
    public void Without_items_or_without_waiting_it_is_done_at_once(string items, bool wait)
    {
        var (parent, _) = Start(("items", Items(items)), ("waitForCompletion", Literal(wait)));
        Assert.Equal(["fc", "bulk", "Done"], Started(parent));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void A_retry_starts_only_what_was_not_started_and_waits_for_the_children_that_there_are(string refused)
    {
        _runtime.Refusal = effect => effect.Payload.Member("input").Text("Item") == refused ? new Fault("case-running", "Expected no other case, but there is one; wait for it.") : null;
        var (parent, first) = Start(("items", Items("""["a","b"]""")));
        var child = Assert.Single(first);
        _runtime.Refusal = _ => null;

        Assert.IsType<Decision.Accepted>(_runtime.Send(parent, new ResolveIncident("i1", IncidentResolution.Retried, null)));
        Assert.Equal(3, _runtime.Cases.Count);
        foreach (var started in _runtime.Cases.Where(c => c != parent)) _runtime.Send(started, new DeliverEvent("go", null));

        Assert.Equal(["fc", "bulk", "bulk", "One", "One", "Completed", "Done"], Started(parent));
        Assert.Contains(child.ToString(), _runtime[parent].VariableOf(_runtime.WorkflowOf(parent), "Seen")!.Value.GetString());
    }

    [Fact]
    public void A_child_that_ended_while_its_parent_was_faulted_is_told_of_at_the_retry()
    {
        _runtime.Refusal = effect => effect.Payload.Member("input").Text("Item") == "b" ? new Fault("case-running", "Expected no other case, but there is one; wait for it.") : null;
        var (parent, first) = Start(("items", Items("""["a","b"]""")));
        _runtime.Send(Assert.Single(first), new DeliverEvent("go", null));
        _runtime.Refusal = _ => null;

        _runtime.Send(parent, new ResolveIncident("i1", IncidentResolution.Retried, null));
        Assert.Equal(["fc", "bulk", "bulk", "One"], Started(parent));
        _runtime.Send(_runtime.Cases.Single(c => _runtime[c].Input.Text("Item") == "b"), new DeliverEvent("go", null));
        Assert.Equal(["fc", "bulk", "bulk", "One", "One", "Completed", "Done"], Started(parent));
    }

    [Fact]
    public void What_ran_for_a_child_before_the_incident_does_not_run_for_it_again()
    {
        _runtime.Refusal = effect => effect.Payload.Member("input").Text("Item") == "b" ? new Fault("case-running", "Expected no other case, but there is one; wait for it.") : null;
        _runtime.LeftPending.Add(EffectKinds.DispatchWorkflow);
        var (parent, _) = Start(("items", Items("""["a","b"]""")));
        _runtime.Do(parent, "e1");
        var child = _runtime.Cases.Single(c => c != parent);
        _runtime.Send(child, new DeliverEvent("go", null));
        _runtime.Do(parent, "e2");
        _runtime.LeftPending.Clear();
        _runtime.Refusal = _ => null;

        _runtime.Send(parent, new ResolveIncident("i1", IncidentResolution.Retried, null));
        _runtime.Send(_runtime.Cases.Single(c => _runtime[c].Input.Text("Item") == "b"), new DeliverEvent("go", null));
        Assert.Equal(["fc", "bulk", "One", "bulk", "One", "Completed", "Done"], Started(parent));
        Assert.Equal(3, _runtime.Cases.Count);
    }

    [Fact]
    public void Equal_items_are_children_of_their_own()
    {
        var (_, children) = Start(("items", Items("""["a","a"]""")));
        Assert.Equal(2, children.Length);
    }

    [Fact]
    public void Each_child_that_could_not_be_started_without_waiting_is_started_by_the_retry_of_its_own_incident()
    {
        _runtime.Refusal = _ => new Fault("case-running", "Expected no other case, but there is one; wait for it.");
        var (parent, _) = Start(("items", Items("""["a","b","c"]""")), ("waitForCompletion", Literal(false)));
        Assert.Equal(["i1", "i2", "i3"], _runtime[parent].Incidents.Keys);
        _runtime.Refusal = _ => null;

        foreach (var incident in (string[])["i2", "i1", "i3"]) _runtime.Send(parent, new ResolveIncident(incident, IncidentResolution.Retried, null));
        Assert.Equal(["b", "a", "c"], _runtime.Cases.Where(c => c != parent).Select(c => _runtime[c].Input.Text("Item")));
    }

    [Fact]
    public void A_retry_after_a_cancelled_child_starts_another_one()
    {
        Assert.Empty(_runtime.Publish(Workflow(Sequence("s", Event("E", "go")), "single")));
        Assert.Empty(_runtime.Publish(Workflow(Sequence("s", Activity("Elsa.ExecuteWorkflow", "x", ("workflowDefinitionId", Literal("single")))), "calls")));
        var parent = _runtime.Start("calls");
        _runtime.Send(_runtime.Cases.Single(c => c != parent), new CancelCase("withdrawn"));
        Assert.Equal(FaultCodes.ChildFailed, Assert.Single(_runtime[parent].Incidents.Values).Fault.Code);

        _runtime.Send(parent, new ResolveIncident("i1", IncidentResolution.Retried, null));
        _runtime.Send(_runtime.Cases.Last(), new DeliverEvent("go", null));
        Assert.Equal((3, CaseSubStatus.Finished), (_runtime.Cases.Count, _runtime[parent].SubStatus));
    }

    private static object Items(string json) => new { typeName = "Object", expression = new { type = "Object", value = json } };

    private string[] Started(CaseId id) => [.. _runtime[id].Executions.Values.Select(e => e.ActivityId)];

    private (CaseId Parent, CaseId[] Children) Start(params (string, object?)[] inputs)
    {
        Assert.Empty(_runtime.Publish(Workflow(Activity("Elsa.Fork", "fork", ("joinMode", Literal("WaitAny")), ("branches", new[] { Event("E", "go"), Sequence("s", Event("B", "break"), Activity("Elsa.Fault", "F")) })), "child")));
        var bulk = Activity("Elsa.BulkDispatchWorkflows", "bulk", [("workflowDefinitionId", Literal("child")), .. inputs,
            ("childCompleted", Set("One", "Seen", JavaScript("(variables.Seen ?? '') + variables.ChildInstanceId"))), ("childFaulted", Line("Bad"))]);
        Assert.Empty(_runtime.Publish(Workflow(Flowchart("fc", [bulk, Line("Completed"), Line("Done")], "bulk.Completed>Completed", "bulk.Done>Done"), "parent", null, "Seen:String:")));
        var parent = _runtime.Start("parent");
        return (parent, [.. _runtime.Cases.Where(c => c != parent).OrderBy(c => _runtime[c].Input.Text("Item"), StringComparer.Ordinal)]);
    }
}
