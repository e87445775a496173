using System.Text.Json;
using Orchestrator.Workflows.Activities.Time;
using Orchestrator.Workflows.Activities.Triggers;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Activities that start cases by themselves, and the same activities inside a case.</summary>
public sealed class TriggerTests
{
    private readonly InMemoryRuntime _runtime = new();

    [Fact]
    public void The_triggers_of_a_workflow_are_its_marked_activities_with_their_inputs()
    {
        var workflow = Publish(Flowchart("fc",
            [Starts(Activity("Elsa.Cron", "C", ("cronExpression", JavaScript("'0 ' + variables.Hour + ' * * *'")))), Starts(Event("E", "arrived")), Event("F", "later"), Line("Z")],
            "C>Z", "E>Z", "F>Z"), "Hour:String:7");
        var (triggers, faults) = StartTriggers.Of(workflow, _runtime.Now, new WorkflowEngineOptions());
        Assert.Empty(faults);
        Assert.Equal([("Elsa.Cron", "0 7 * * *"), ("Elsa.Event", "arrived")], triggers.Select(t => (t.Type, t.Inputs.Text("CronExpression") ?? t.Inputs.Text("EventName"))));
    }

    [Fact]
    public void A_trigger_whose_inputs_need_a_case_is_a_fault()
    {
        var workflow = Publish(Sequence("s", Starts(Activity("Elsa.Event", "E", ("eventName", JavaScript("getInput('name').toUpperCase()"))))));
        Assert.Equal("bad-trigger", Assert.Single(StartTriggers.Of(workflow, _runtime.Now, new WorkflowEngineOptions()).Faults).Code);
    }

    [Fact]
    public void A_case_begins_at_the_trigger_that_started_it_with_what_came_and_waits_there_when_it_comes_back()
    {
        Publish(Flowchart("fc", [Starts(Event("A", "a")), Starts(Activity("Elsa.Event", "B", ("eventName", Literal("b")), ("result", Bound("P")))), Line("Z"), Event("M", "more")],
            "A>Z", "B>Z", "Z>M", "M>B"), "P:Object");
        var id = _runtime.Start("drawn", trigger: new StartTrigger("Workflow1:fc:B", JsonSerializer.SerializeToElement(new { n = 1 })));
        Assert.Equal(["fc", "B", "Z", "M"], _runtime[id].Executions.Values.Select(e => e.ActivityId));
        Assert.Equal("""{"n":1}""", _runtime[id].VariableOf(_runtime.WorkflowOf(id), "P").ToString());
        _runtime.Send(id, new DeliverEvent("more", null));
        Assert.Equal("b", Assert.Single(_runtime[id].Bookmarks.Values).Name);
    }

    [Fact]
    public void A_case_that_somebody_starts_waits_at_its_trigger()
    {
        Publish(Sequence("s", Starts(Event("A", "a")), Line("Z")));
        Assert.Equal("a", Assert.Single(_runtime[_runtime.Start("drawn")].Bookmarks.Values).Name);
    }

    [Theory]
    [InlineData("30 8 * * *", "2026-11-24T08:30:00+07:00")]
    [InlineData("0 30 8 * * MON-FRI", "2026-11-24T08:30:00+07:00")]
    [InlineData("*/10 * * * * *", "2026-11-23T09:00:10+07:00")]
    [InlineData("0 0 L * *", "2026-11-30T00:00:00+07:00")]
    [InlineData("@daily", "2026-11-24T00:00:00+07:00")]
    public void A_cron_inside_a_case_waits_for_its_next_time_in_viet_nam(string expression, string due)
    {
        Publish(Sequence("s", Activity("Elsa.Cron", "C", ("cronExpression", Literal(expression))), Line("Z")));
        var id = _runtime.Start("drawn");
        Assert.Equal(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(_runtime[id].Bookmarks.Values).DueAt);
        _runtime.Pass(TimeSpan.FromDays(8));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_cron_expression_that_is_none_is_refused_with_its_place()
    {
        var fault = Assert.Single(_runtime.Publish(Workflow(Sequence("s", Activity("Elsa.Cron", "C", ("cronExpression", Literal("every day")))))));
        Assert.Equal(("bad-cron", "$.root.activities[0].cronExpression"), (fault.Code, fault.Path));
    }

    [Fact]
    public void The_last_time_before_a_moment_is_found_and_the_first_moment_is_not_its_own_past()
    {
        var daily = CronTimes.Read("0 7 * * *", CronTimes.Vietnam, out _)!;
        var seven = new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.FromHours(7));
        Assert.Equal(seven, daily.Last(seven.AddDays(-3), seven.AddHours(2)));
        Assert.Equal(seven, daily.Last(seven.AddDays(-3), seven));
        Assert.Null(daily.Last(seven, seven.AddHours(2)));
    }

    private static Dictionary<string, object?> Starts(Dictionary<string, object?> activity)
    {
        activity["customProperties"] = new { canStartWorkflow = true };
        return activity;
    }

    private CompiledWorkflow Publish(Dictionary<string, object?> root, params string[] variables)
    {
        var definition = Workflow(root, "drawn", null, variables);
        Assert.Empty(_runtime.Publish(definition));
        var read = Assert.IsType<DefinitionReading.Read>(DefinitionReader.Read(definition));
        return Assert.IsType<CompilationResult.Compiled>(_runtime.Compiler.Compile(read.Definition)).Workflow;
    }
}
