using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>People change cases by hand; every change is in the journal and survives a replay, which the runtime of these tests checks after each command.</summary>
public sealed class AlterationTests
{
    private const string Why = "The office asked for it";

    private static readonly Dictionary<string, object?>[] TwoWaits = [Activity("Elsa.FlowFork", "F", ("branches", JavaScript("['L','R']"))), Event("A", "a"), Event("B", "b"), Join("J", "WaitAll"), Event("C", "c")];

    private readonly InMemoryRuntime _runtime = new();

    [Fact]
    public void A_variable_gets_a_value_of_its_type_and_the_journal_says_why()
    {
        var id = Start(Sequence("seq", Event("E", "go"), Line("Z")), "N:Int32:1");

        Accepted(_runtime.Send(id, new ModifyVariable("N", JsonElement.Parse("\"42\""), Why)));

        Assert.Equal(42, _runtime[id].VariableOf(_runtime.WorkflowOf(id), "N")!.Value.GetInt32());
        var mark = Assert.Single(_runtime.JournalOf(id).OfType<MarkRecorded>());
        Assert.Equal(("alteration", "modify-variable", Why), (mark.Name, mark.Data.GetProperty("kind").GetString(), mark.Data.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("Nothing", "1", Why, "unknown-variable")]
    [InlineData("N", "\"many\"", Why, "value-type")]
    [InlineData("N", "1", " ", "reason-required")]
    public void A_variable_that_is_not_there_or_a_value_that_does_not_fit_is_refused(string variable, string value, string why, string code)
    {
        var id = Start(Sequence("seq", Event("E", "go")), "N:Int32:1");

        Assert.Equal(code, Assert.IsType<Decision.Rejected>(_runtime.Send(id, new ModifyVariable(variable, JsonElement.Parse(value), why))).Code);
        Assert.Equal(1, _runtime[id].VariableOf(_runtime.WorkflowOf(id), "N")!.Value.GetInt32());
    }

    [Fact]
    public void An_activity_that_was_passed_runs_again_and_what_follows_it_follows_again()
    {
        var id = Start(Flowchart("fc", [Line("P"), Event("E", "go"), Line("Z")], "P>E", "E>Z"));
        Accepted(_runtime.Send(id, new CancelActivity("Z", null, Why)), isExpected: false);

        Accepted(_runtime.Send(id, new ScheduleActivity("P", Why)));

        Assert.Equal(2, _runtime[id].Executions.Values.Count(e => e.ActivityId == "P"));
        Assert.Equal(2, _runtime[id].Bookmarks.Count);
        _runtime.Send(id, new DeliverEvent("go", null));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_faulted_activity_that_is_scheduled_is_retried()
    {
        var id = Start(Flowchart("fc", [Set("X", "N", JavaScript("if (!variables.Ready) throw new Error('not ready'); 5"))]), "N:Int32", "Ready:Boolean");
        Accepted(_runtime.Send(id, new ModifyVariable("Ready", JsonElement.Parse("true"), Why)));

        Accepted(_runtime.Send(id, new ScheduleActivity("X", Why)));

        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.Empty(_runtime[id].Incidents);
    }

    [Theory]
    [InlineData("none", "unknown-activity")]
    [InlineData("E", "already-running")]
    [InlineData("S1", "container-not-running")]
    public void What_cannot_run_is_refused(string activity, string code)
    {
        var id = Start(Flowchart("fc", [Sequence("seq", Line("S1")), Event("E", "go")], "seq>E"));

        Assert.Equal(code, Assert.IsType<Decision.Rejected>(_runtime.Send(id, new ScheduleActivity(activity, Why))).Code);
    }

    [Fact]
    public void What_runs_in_an_order_of_its_own_is_not_run_out_of_it()
    {
        var id = Start(Sequence("seq", Line("P"), Event("E", "go")));

        Assert.Equal("container-unfit", Assert.IsType<Decision.Rejected>(_runtime.Send(id, new ScheduleActivity("P", Why))).Code);
    }

    [Fact]
    public void A_cancelled_branch_ends_and_a_join_no_longer_waits_for_it()
    {
        var id = Start(Flowchart("fc", [TwoWaits[0], TwoWaits[1], TwoWaits[2], Join("J", "WaitAllActive"), TwoWaits[4]], "F.L>A", "F.R>B", "A>J", "B>J", "J>C"));
        _runtime.Send(id, new DeliverEvent("a", null));

        Accepted(_runtime.Send(id, new CancelActivity("B", null, Why)));

        Assert.Equal("C", Assert.Single(_runtime[id].Bookmarks.Values).ActivityId);
        Assert.Equal("not-running", Assert.IsType<Decision.Rejected>(_runtime.Send(id, new CancelActivity("B", null, Why))).Code);
    }

    [Fact]
    public void A_case_goes_on_with_another_version_and_nothing_that_ran_runs_again()
    {
        var id = Start(Flowchart("fc", TwoWaits, "F.L>A", "F.R>B", "A>J", "B>J", "J>C"), "N:Int32:1");
        _runtime.Send(id, new DeliverEvent("a", null));
        var ran = _runtime[id].ExecutionCount;

        // The connections stand in another order, a step is new behind the join, and so is a variable.
        var target = Version2(
            Flowchart("fc", [Line("New"), TwoWaits[4], TwoWaits[3], TwoWaits[2], TwoWaits[1], TwoWaits[0]], "J>New", "New>C", "B>J", "A>J", "F.R>B", "F.L>A"), "N:Int32:1", "M:Int32:7");
        Accepted(_runtime.Send(id, new MigrateCase(target, Why)));

        Assert.Equal(("drawn-v2", 2, ran), (_runtime[id].Started.VersionId, _runtime[id].Started.Version, _runtime[id].ExecutionCount));
        Assert.Equal(7, _runtime[id].VariableOf(target, "M")!.Value.GetInt32());
        _runtime.Send(id, new DeliverEvent("b", null));
        Assert.Equal(["F", "A", "B", "J", "New", "C"], _runtime[id].Executions.Values.Where(e => e.ActivityId != "fc").Select(e => e.ActivityId));
        _runtime.Send(id, new DeliverEvent("c", null));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void A_version_without_a_place_for_what_waits_is_refused_and_names_it()
    {
        var id = Start(Flowchart("fc", TwoWaits, "F.L>A", "F.R>B", "A>J", "B>J", "J>C"));
        _runtime.Send(id, new DeliverEvent("a", null));

        var withoutB = Assert.IsType<Decision.Rejected>(_runtime.Send(id, new MigrateCase(Version2(Flowchart("fc", [TwoWaits[1]])), Why)));
        var withoutConnection = Assert.IsType<Decision.Rejected>(
            _runtime.Send(id, new MigrateCase(Version2(Flowchart("fc", TwoWaits, "F.L>A", "F.R>B", "A>C", "B>J", "J>C")), Why)));

        Assert.Equal("migration-blocked", withoutB.Code);
        Assert.Contains("'B'", withoutB.Message, StringComparison.Ordinal);
        Assert.Contains("'fc'", withoutConnection.Message, StringComparison.Ordinal);
        Assert.Equal("drawn-v1", _runtime[id].Started.VersionId);
    }

    [Fact]
    public void An_ended_case_is_not_changed()
    {
        var id = Start(Sequence("seq", Line("Z")));

        Assert.Equal("case-ended", Assert.IsType<Decision.Rejected>(_runtime.Send(id, new ModifyVariable("N", JsonElement.Parse("1"), Why))).Code);
    }

    private CompiledWorkflow Version2(Dictionary<string, object?> root, params string[] variables)
    {
        var definition = ((DefinitionReading.Read)DefinitionReader.Read(Workflow(root, variables: variables))).Definition;
        return Assert.IsType<CompilationResult.Compiled>(_runtime.Compiler.Compile(definition, "drawn", "drawn-v2", 2)).Workflow;
    }

    private CaseId Start(Dictionary<string, object?> root, params string[] variables)
    {
        Assert.Empty(_runtime.Publish(Workflow(root, variables: variables)));
        return _runtime.Start("drawn");
    }

    private static void Accepted(Decision decision, bool isExpected = true) => Assert.Equal(isExpected, decision is Decision.Accepted);
}
