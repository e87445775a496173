using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Tests.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Compilation;

/// <summary>Versions that were published before something in them was refused, and the cases that run on them.</summary>
public sealed class StoredVersionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(7));
    private static readonly JsonElement Empty = JsonElement.Parse("{}");
    private readonly WorkflowEngine _engine = new();

    [Fact]
    public void A_version_that_can_run_has_no_refusals_and_one_without_anything_to_run_stays_refused()
    {
        Assert.Empty(Stored(Workflow(Line("A"))).Refusals);
        var nothing = Read(Workflow(Line("A")), root: false);
        Assert.IsType<CompilationResult.Refused>(Compiler().CompileStored(nothing, "drawn", "drawn-v1", 1));
    }

    [Theory]
    [InlineData("JavaScript", "getSecret('x')", "unsupported-name")]
    [InlineData("JavaScript", "((", "expression-syntax")]
    [InlineData("CSharp", "1", "unsupported-expression")]
    [InlineData("Perl", "1", "unknown-expression")]
    public void A_refused_expression_faults_when_the_case_comes_to_it_and_what_is_before_it_runs(string kind, string text, string code)
    {
        var line = Activity("Elsa.WriteLine", "B", ("text", new { expression = new { type = kind, value = text } }));
        var workflow = Stored(Workflow(Sequence("s", Line("A"), line)));
        Assert.Contains(workflow.Refusals, refusal => refusal.Activity == "B" && (refusal.Code == code || kind == "CSharp"));
        var state = Start(workflow);
        var incident = Assert.Single(state.Incidents.Values);
        Assert.Equal(("B", "version-refused"), (incident.ActivityId, incident.Fault.Code));
        Assert.Equal(ExecutionStatus.Completed, state.Executions.Values.Single(run => run.ActivityId == "A").Status);
    }

    [Fact]
    public void A_flowchart_that_is_not_as_drawn_keeps_its_place_and_a_corrected_version_goes_on_from_there()
    {
        var good = Stored(Workflow(Flowchart("fc", [Line("S"), Event("E", "go"), Event("F", "other"), Line("Z")], "S>E", "S>F", "E>Z")));
        var refused = Stored(Workflow(Flowchart("fc", [Line("S"), Event("E", "go"), Event("F", "other"), Line("Z")], "S>E", "S>F", "E.Gone>Z")));
        Assert.Equal("unknown-port", Assert.Single(refused.Refusals).Code);
        var state = Start(good);

        state = Decide(refused, state, new DeliverEvent("go", null));
        var incident = Assert.Single(state.Incidents.Values);
        Assert.Equal(("fc", "version-refused"), (incident.ActivityId, incident.Fault.Code));
        Assert.Equal(ExecutionStatus.Running, state.Executions[1].Status);
        Assert.Equal("F", Assert.Single(state.Bookmarks.Values).ActivityId);

        // A corrected version: nothing ran twice, and what waited waits.
        var next = Stored(Workflow(Flowchart("fc", [Line("S"), Event("E", "go"), Event("F", "other"), Line("Z")], "S>E", "S>F", "E>Z")), version: 2);
        state = Decide(refused, state, new MigrateCase(next, "corrected"));
        state = Decide(next, state, new ResolveIncident(incident.Id, IncidentResolution.Dismissed, "goes on by hand"));
        state = Decide(next, state, new ScheduleActivity("Z", "what follows"));
        state = Decide(next, state, new DeliverEvent("other", null));
        Assert.Equal((CaseSubStatus.Finished, "fc S E F Z"), (state.SubStatus, string.Join(' ', state.Executions.Values.Select(run => run.ActivityId))));
    }

    [Fact]
    public void What_waits_when_its_setting_is_refused_ends_as_it_was_drawn_and_does_not_begin_again()
    {
        var good = Stored(Workflow(Sequence("s", Activity("Elsa.HttpEndpoint", "H", ("path", Literal("x"))))));
        var refused = Stored(Workflow(Sequence("s", Activity("Elsa.HttpEndpoint", "H", ("path", Literal("x")), ("fileSizeLimit", Literal(5))))));
        var state = Start(good);
        var ended = Decide(refused, state, new ReceiveRequest(Assert.Single(state.Bookmarks).Key, JsonElement.Parse("""{"requestId":"r","method":"GET","path":"x"}""")));
        Assert.Equal(CaseSubStatus.Finished, ended.SubStatus);
        Assert.Equal("version-refused", Assert.Single(Start(refused).Incidents.Values).Fault.Code);
    }

    [Fact]
    public void The_answer_of_an_activity_that_nobody_knows_is_asked_for_again_under_the_same_key()
    {
        var definition = Workflow(Sequence("s", Activity("Agency.Test.Register", "R")));
        var known = Stored(definition, new StandInAgency());
        var unknown = Stored(definition);
        Assert.Equal("unknown-activity", Assert.Single(unknown.Refusals).Code);
        var state = Start(known);
        var asked = Assert.Single(state.Effects.Values);

        state = Decide(unknown, state, new CompleteEffect(asked.Id, "Registered", JsonSerializer.SerializeToElement(new { Number = "1" }), null));
        var incident = Assert.Single(state.Incidents.Values);
        Assert.Equal("version-refused", incident.Fault.Code);
        state = Decide(known, state, new ResolveIncident(incident.Id, IncidentResolution.Retried, null));
        Assert.Equal(asked.IdempotencyKey, Assert.Single(state.Effects.Values).IdempotencyKey);
    }

    private static WorkflowCompiler Compiler(params IActivitySource[] sources) => new(new ActivityCatalog([new BuiltInActivities(), .. sources]), ExpressionLanguages.All);

    private static WorkflowDefinition Read(JsonElement definition, bool root = true)
    {
        var json = JsonSerializer.SerializeToNode(definition)!.AsObject();
        if (!root) json.Remove("root");
        return ((DefinitionReading.Read)DefinitionReader.Read(JsonSerializer.SerializeToElement(json))).Definition;
    }

    private static CompiledWorkflow Stored(JsonElement definition, IActivitySource? source = null, int version = 1) => Assert.IsType<CompilationResult.Compiled>(
        Compiler(source is null ? [] : [source]).CompileStored(Read(definition), "drawn", $"drawn-v{version}", version)).Workflow;

    private CaseState Start(CompiledWorkflow workflow) => Decide(
        workflow, _engine.Apply(workflow, null, CaseId.New(Now), new CaseStarted("drawn", workflow.VersionId, workflow.Version, Empty, null, null, null)), new Continue());

    private CaseState Decide(CompiledWorkflow workflow, CaseState state, CaseCommand command) => Assert.IsType<Decision.Accepted>(_engine.Decide(workflow, state, command, Now)).State;
}
