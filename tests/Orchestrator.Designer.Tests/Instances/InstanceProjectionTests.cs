using System.Text.Json;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Instances;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Tests.Instances;

/// <summary>A case in the shapes that Elsa's clients read.</summary>
public sealed class InstanceProjectionTests
{
    private const string Variables = """[{"id":"var-child","name":"ChildName","typeName":"String","value":null},{"id":"var-count","name":"Count","typeName":"Int32","value":"7"}]""";

    private const string Flow = """
        {"type":"Elsa.Flowchart","version":1,"id":"Flow1","name":"Flow1","activities":[
          {"type":"Elsa.SetVariable","version":1,"id":"Set1","name":"Set1","variable":{"id":"var-child","name":"ChildName"},"value":{"typeName":"String","expression":{"type":"Literal","value":"Ada"}}},
          {"type":"Elsa.Event","version":1,"id":"Wait1","name":"Wait1","eventName":{"typeName":"String","expression":{"type":"Literal","value":"Signed"}}},
          {"type":"Elsa.Fault","version":1,"id":"Fault1","name":"Fault1","message":{"typeName":"String","expression":{"type":"Literal","value":"Broken on purpose"}}}],
         "connections":[{"source":{"activity":"Set1","port":"Done"},"target":{"activity":"Wait1","port":"In"}},{"source":{"activity":"Wait1","port":"Done"},"target":{"activity":"Fault1","port":"In"}}]}
        """;

    [Fact]
    public void A_waiting_case_shows_its_wait_on_the_diagram()
    {
        var played = Played.Of(Flow, variables: Variables);

        var view = InstanceProjection.View(played.Head, played.State, played.Mask());
        var stats = ExecutionProjection.Stats(played.State, null).ToDictionary(one => one.ActivityId);

        Assert.Equal((CaseStatus.Running, CaseSubStatus.Suspended), (view.Status, view.WorkflowState.SubStatus));
        Assert.Equal("Workflow1:Flow1:Wait1", Assert.Single(view.WorkflowState.Bookmarks).ActivityNodeId);
        Assert.Equal((1, 1, false), (stats["Set1"].StartedCount, stats["Set1"].CompletedCount, stats["Set1"].IsBlocked));
        Assert.Equal((1, 0, 1, true), (stats["Wait1"].StartedCount, stats["Wait1"].CompletedCount, stats["Wait1"].UncompletedCount, stats["Wait1"].IsBlocked));
        Assert.False(stats.ContainsKey("Fault1"));
    }

    [Fact]
    public void Collections_that_Studio_reads_are_never_absent()
    {
        var played = Played.Of(Flow, variables: Variables);

        var state = JsonSerializer.SerializeToElement(InstanceProjection.View(played.Head, played.State, played.Mask()), ElsaJson.Options).GetProperty("workflowState");

        foreach (var list in new[] { "bookmarks", "incidents", "completionCallbacks", "activityExecutionContexts", "scheduledActivities" })
            Assert.Equal(JsonValueKind.Array, state.GetProperty(list).ValueKind);
        foreach (var map in new[] { "input", "output", "properties" }) Assert.Equal(JsonValueKind.Object, state.GetProperty(map).ValueKind);
    }

    [Fact]
    public void A_fault_is_red_until_it_is_retried_and_shows_what_went_wrong()
    {
        var played = Played.Of(Flow, variables: Variables);
        Assert.Null(played.Run.Send(new DeliverEvent("Signed", null)));

        var view = InstanceProjection.View(played.Head, played.State, played.Mask());
        var stats = ExecutionProjection.Stats(played.State, ["Workflow1:Flow1:Fault1"]);

        Assert.Equal("Broken on purpose", Assert.Single(view.WorkflowState.Incidents).Message);
        Assert.Equal(CaseSubStatus.Faulted, view.SubStatus);
        Assert.True(Assert.Single(stats).IsFaulted);

        Assert.Null(played.Run.Send(new ResolveIncident(view.WorkflowState.Incidents[0].Id, IncidentResolution.Overridden, "Seen", "Done")));
        Assert.False(Assert.Single(ExecutionProjection.Stats(played.State, ["Workflow1:Flow1:Fault1"])).IsFaulted);
    }

    [Fact]
    public void Runs_of_an_activity_have_their_times_inputs_and_ports()
    {
        var played = Played.Of(Flow, variables: Variables);
        played.Run.MoveTo(Played.Start.AddHours(2));
        Assert.Null(played.Run.Send(new DeliverEvent("Signed", JsonSerializer.SerializeToElement(new { by = "an" }))));

        var run = Assert.Single(ExecutionProjection.Records(played.Workflow, played.State, [.. played.Journal.Where(entry => entry.ActivityId == "Wait1")], played.Mask()));

        Assert.Equal((Played.Start, Played.Start.AddHours(2)), (run.StartedAt, run.CompletedAt));
        Assert.Equal("Signed", run.ActivityState!.Value.GetProperty("EventName").GetString());
        Assert.Equal(["Done"], run.Payload!["Outcomes"].EnumerateArray().Select(port => port.GetString()));
        Assert.Equal((ElsaExecutionStatus.Completed, 2), (run.Status, run.CallStackDepth));
        Assert.Equal(run.Id, ExecutionKey.Parse(run.Id)!.Value.ToString());
    }

    [Fact]
    public void Every_variable_is_listed_with_its_value_and_sensitive_ones_are_masked()
    {
        var played = Played.Of(Flow, variables: Variables);

        var open = InstanceProjection.Variables(played.Workflow, played.State, played.Mask());
        var masked = InstanceProjection.Variables(played.Workflow, played.State, played.Mask(hidesTexts: false, "childName"));
        var hidden = InstanceProjection.Variables(played.Workflow, played.State, played.Mask(hidesTexts: true));

        Assert.Equal([("ChildName", "Ada"), ("Count", "7")], open.Select(one => (one.Name, one.Value.ToString()!)));
        Assert.Equal([("ChildName", "•••"), ("Count", "7")], masked.Select(one => (one.Name, one.Value.ToString()!)));
        Assert.Equal([("ChildName", "•••"), ("Count", "•••")], hidden.Select(one => (one.Name, one.Value.ToString()!)));
    }

    [Fact]
    public void The_history_has_a_line_for_every_entry_in_the_same_order()
    {
        var played = Played.Of(Flow, variables: Variables);
        Assert.Null(played.Run.Send(new DeliverEvent("Signed", null)));

        var records = new JournalProjection(played.Workflow, played.State, played.Mask()).Records(played.Journal);

        Assert.Equal(played.Journal.Select(entry => entry.Sequence), records.Select(record => record.Sequence));
        Assert.Equal(("Started", "Elsa.Workflow", "Workflow1"), (records[0].EventName, records[0].ActivityType, records[0].NodeId));
        var waits = records.Where(record => record.ActivityId == "Wait1").Select(record => record.EventName).ToList();
        Assert.Equal(["Started", "Suspended", "Resumed", "Completed"], waits);
        var faulted = Assert.Single(records, record => record.EventName == "Faulted");
        Assert.Equal(("Broken on purpose", "Workflow1:Flow1:Fault1"), (faulted.Message, faulted.NodeId));
    }

    [Fact]
    public void A_designer_sees_which_way_a_case_went_and_no_text_of_it()
    {
        var played = Played.Of(Flow, new { application = new { note = "Lives with her aunt" } }, Variables);
        Assert.Null(played.Run.Send(new DeliverEvent("Signed", JsonSerializer.SerializeToElement(new { remark = "Lives with her aunt" }))));
        var mask = played.Mask(hidesTexts: true);

        var shown = JsonSerializer.Serialize(
            new object[]
            {
                InstanceProjection.View(played.Head, played.State, mask), new JournalProjection(played.Workflow, played.State, mask).Records(played.Journal),
                ExecutionProjection.Records(played.Workflow, played.State, played.Journal, mask),
                ExecutionProjection.OfWorkflow(played.Workflow, played.Head, played.State, mask),
            },
            ElsaJson.Options);

        Assert.DoesNotContain("aunt", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", shown, StringComparison.Ordinal);
        Assert.Contains("Workflow1:Flow1:Wait1", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_of_Studio_becomes_a_condition_on_the_journal()
    {
        var played = Played.Of(Flow, variables: Variables);

        var filter = JournalEvents.Filter(new JournalRequestFilter(null, ["Workflow1:Flow1:Set1"], ["Elsa.Workflow", "Elsa.Flowchart"], ["Started", "EffectAttempted"]), played.Workflow);

        Assert.Equal(["Set1"], filter.ActivityIds);
        Assert.Equal(["Flow1"], filter.ExcludedActivityIds);
        Assert.True(filter.OnlyActivities);
        Assert.Equal([nameof(CaseStarted), nameof(ActivityStarted), nameof(EffectAttempted)], filter.Kinds);
    }
}
