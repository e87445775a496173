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
