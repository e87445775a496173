using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

public sealed class TurnBoundTests
{
    [Fact]
    public void A_long_turn_is_cut_at_its_bound_and_goes_on_with_Continue()
    {
        var runtime = new InMemoryRuntime(new WorkflowEngineOptions { MaxActivitiesPerTurn = 7 });
        Assert.Empty(runtime.Publish(Workflow(Activity("Elsa.ForEach", "L", ("items", JavaScript("Array.from({length: 40}, (_, i) => i)")), ("body", Line("B"))))));
        var id = runtime.Start("drawn");
        Assert.Equal(CaseSubStatus.Finished, runtime[id].SubStatus);
        Assert.Equal(40, runtime[id].Executions.Values.Count(e => e.ActivityId == "B"));
        Assert.True(runtime.JournalOf(id).OfType<WorkScheduled>().Count() >= 5);
    }

    [Fact]
    public void A_loop_without_an_end_is_held_by_an_incident_and_goes_on_after_a_retry()
    {
        var runtime = new InMemoryRuntime(new WorkflowEngineOptions { MaxActivitiesPerTurn = 10, MaxActivitiesWithoutWait = 50 });
        Assert.Empty(runtime.Publish(Workflow(Flowchart("fc", [Line("A"), Line("B")], "A>B", "B>A"))));
        var id = runtime.Start("drawn");
        var incident = Assert.Single(runtime[id].Incidents.Values);
        Assert.Equal((FaultCodes.Runaway, false, CaseSubStatus.Faulted), (incident.Fault.Code, runtime[id].HasScheduledWork, runtime[id].SubStatus));
        var before = runtime[id].ExecutionCount;
        runtime.Send(id, new ResolveIncident(incident.Id, IncidentResolution.Retried, null));
        Assert.Equal("i2", Assert.Single(runtime[id].Incidents.Values).Id);
        Assert.Equal(before + 50, runtime[id].ExecutionCount);
    }

    [Fact]
    public void A_started_case_has_work_and_runs_nothing_before_Continue()
    {
        var runtime = new InMemoryRuntime();
        Assert.Empty(runtime.Publish(Workflow(Sequence("seq", Line("A")))));
        var id = runtime.Start("drawn");
        var workflow = runtime.WorkflowOf(id);
        var state = new WorkflowEngine().Apply(workflow, null, id, runtime.JournalOf(id)[0]);
        Assert.Equal((true, CaseStatus.Running, CaseSubStatus.Pending, 0L), (state.HasScheduledWork, state.Status, state.SubStatus, state.ExecutionCount));
    }
}
