using System.Text;
using System.Text.Json;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.LogPersistence;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>What a designer keeps out of the log is in no record, and the case runs and replays as if it were.</summary>
public sealed class LogPersistenceTests
{
    private const string Secret = "s3cr3t";

    [Theory]
    [InlineData("""{"logPersistenceConfig":{"inputs":{"text":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core"}}}}""", "{}", false)]
    [InlineData("""{"logPersistenceConfig":{"default":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core"}}}""", "{}", false)]
    [InlineData("""{"logPersistenceMode":{"inputs":{"text":"Exclude"}}}""", "{}", false)]
    [InlineData("""{"logPersistenceMode":{"inputs":{"text":2}}}""", "{}", false)]
    [InlineData("""{"logPersistenceMode":{"default":"Exclude"}}""", "{}", false)]
    [InlineData("{}", """{"logPersistenceMode":{"default":"Exclude"}}""", false)]
    [InlineData("""{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"'Exclude'"}}}}""", "{}", false)]
    [InlineData("""{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"LogPersistenceMode.Exclude"}}}}""", "{}", false)]
    [InlineData("""{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"nowhere.to"}}}}""", "{}", false)]
    [InlineData("""{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"'Include'"}}}}""", """{"logPersistenceMode":{"default":"Exclude"}}""", true)]
    [InlineData("""{"logPersistenceConfig":{"inputs":{"text":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Include, Elsa.Workflows.Core"}}}}""", """{"logPersistenceMode":{"default":"Exclude"}}""", true)]
    [InlineData("""{"logPersistenceConfig":{"default":null,"internalState":null,"inputs":{},"outputs":{}},"logPersistenceMode":{"default":"Inherit","inputs":{},"outputs":{}}}""", "{}", true)]
    [InlineData("""{"logPersistenceConfig":{"default":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Configuration, Elsa.Workflows.Core"}}}""", "{}", true)]
    public void The_innermost_choice_decides_what_of_an_activity_is_recorded(string activity, string workflow, bool isRecorded)
    {
        var runtime = new InMemoryRuntime();
        Assert.Empty(runtime.Publish(Chosen(Line(Secret, activity), workflow)));
        var id = runtime.Start("drawn");
        Assert.Equal(CaseSubStatus.Finished, runtime[id].SubStatus);
        Assert.Equal(isRecorded ? Secret : null, runtime[id].Executions[1].Inputs.GetValueOrDefault().Text("Text"));

        // It ended at once, so nothing needed the input later: it is nowhere.
        Assert.Equal(isRecorded, JournalText(runtime, id).Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LogPersistenceMode.Exclude, "{}", false)]
    [InlineData(LogPersistenceMode.Exclude, """{"logPersistenceMode":{"default":"Include"}}""", true)]
    [InlineData(LogPersistenceMode.Exclude, """{"logPersistenceConfig":{"default":{"strategyType":"Elsa.Workflows.LogPersistence.Strategies.Configuration, Elsa.Workflows.Core"}}}""", false)]
    [InlineData(LogPersistenceMode.Inherit, "{}", true)]
    public void Where_nobody_chose_the_server_does(LogPersistenceMode server, string activity, bool isRecorded)
    {
        var runtime = new InMemoryRuntime(new WorkflowEngineOptions { LogPersistence = server });
        Assert.Empty(runtime.Publish(Workflow(Line(Secret, activity))));
        var id = runtime.Start("drawn");
        Assert.Equal(isRecorded, runtime[id].Executions[1].Inputs is not null);
    }

    [Fact]
    public void An_activity_that_waits_goes_on_with_its_unlogged_inputs_and_names_what_its_request_must_not_show()
    {
        var runtime = new InMemoryRuntime(null, new StandInAgency());
        var register = Activity("Agency.Test.Register", "R", ("applicant", Literal(Secret)), ("customProperties", Custom("""{"logPersistenceMode":{"default":"Exclude"}}""")));
        Assert.Empty(runtime.Publish(Workflow(Sequence("s", register, Set("S", "N", JavaScript("getOutputFrom('R', 'Number')"))), variables: "N:String")));
        var id = runtime.Start("drawn");
        var effect = Assert.Single(runtime[id].Effects.Values);
        Assert.Equal((Secret, "Applicant"), (effect.Payload.Object("inputs").Text("Applicant"), Assert.Single(effect.Unlogged!.Value)));
        var run = runtime[id].Executions.Values.Single(e => e.ActivityId == "R");
        Assert.Null(run.Inputs);
        Assert.Equal(Secret, run.AllInputs().Text("Applicant"));

        runtime.Send(id, new CompleteEffect(effect.Id, "Registered", JsonSerializer.SerializeToElement(new { Number = "42" }), null));
        run = runtime[id].Executions.Values.Single(e => e.ActivityId == "R");
        Assert.Null(run.Outputs);
        Assert.Equal("42", runtime[id].VariableOf(runtime.WorkflowOf(id), "N")!.Value.GetString());
        Assert.True(runtime.JournalOf(id).OfType<BookmarkRemoved>().Single().IsUnlogged);
    }

    [Fact]
    public void What_undoes_an_activity_gets_its_unlogged_values_and_shows_them_as_little()
    {
        var runtime = new InMemoryRuntime(null, new StandInAgency());
        var grant = Activity("Agency.Test.Grant", "G", ("applicant", Literal(Secret)), ("customProperties", Custom("""{"logPersistenceMode":{"default":"Exclude"}}""")));
        Assert.Empty(runtime.Publish(Workflow(Sequence("s", grant, Activity("Case.Compensate", "undo")))));
        var id = runtime.Start("drawn");
        runtime.Send(id, new CompleteEffect("e1", "Granted", JsonSerializer.SerializeToElement(new { Number = Secret + "-1" }), null));

        var request = Assert.Single(runtime[id].Effects.Values);
        var inputs = request.Payload.Object("inputs");
        Assert.Equal((Secret + "-1", Secret), (inputs.Text("Number"), inputs.Text("Applicant")));
        Assert.Equal(["Number", "Applicant"], request.Unlogged!.Value);
        var undoing = runtime[id].Executions.Values.Single(run => run.Compensates is not null);
        Assert.Null(undoing.Inputs);

        runtime.Send(id, new CompleteEffect(request.Id, "Revoked", JsonSerializer.SerializeToElement(new { Number = Secret + "-2" }), null));
        Assert.Equal(CaseSubStatus.Finished, runtime[id].SubStatus);
        Assert.Null(runtime[id].Executions[undoing.Id].Outputs);
        Assert.All(runtime.JournalOf(id).OfType<BookmarkRemoved>(), removed => Assert.True(removed.IsUnlogged));
    }

    [Fact]
    public void Only_the_chosen_output_is_left_out_and_expressions_still_see_it()
    {
        var runtime = new InMemoryRuntime();
        var script = Activity("Elsa.RunJavaScript", "J", ("script", Literal("42")), ("customProperties", Custom("""{"logPersistenceConfig":{"outputs":{"result":{"strategyType":"Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core"}}}}""")));
        Assert.Empty(runtime.Publish(Workflow(Sequence("s", script, Set("S", "N", JavaScript("getLastResult() + 1"))), variables: "N:Int32")));
        var id = runtime.Start("drawn");
        var run = runtime[id].Executions.Values.Single(e => e.ActivityId == "J");
        Assert.Equal((null, "42"), (run.Outputs, run.AllOutputs().Text("Result")));
        Assert.Equal(43, runtime[id].VariableOf(runtime.WorkflowOf(id), "N")!.Value.GetInt32());
    }

    [Fact]
    public void A_workflow_used_as_an_activity_follows_its_own_choice()
    {
        var runtime = new InMemoryRuntime();
        var inner = JsonSerializer.SerializeToNode(Workflow(Sequence("in", Line("Inner", "{}")), "inner"))!;
        inner["customProperties"] = JsonSerializer.SerializeToNode(Custom("""{"logPersistenceMode":{"default":"Exclude"}}"""));
        inner["options"]!["usableAsActivity"] = true;
        Assert.Empty(runtime.Publish(JsonSerializer.SerializeToElement(inner)));
        Assert.Empty(runtime.Publish(Workflow(Sequence("out", Activity("Inner", "use"), Line("Outer", "{}")))));
        var id = runtime.Start("drawn");
        Assert.Equal(["Outer"], runtime[id].Executions.Values.Where(e => e.Type == "Elsa.WriteLine").Select(e => e.Inputs.GetValueOrDefault().Text("Text")).OfType<string>());
    }

    [Theory]
    [InlineData("""{"logPersistenceConfig":{"default":{"strategyType":"Acme.Sometimes, Acme"}}}""", "$.root.customProperties.logPersistenceConfig.default.strategyType")]
    [InlineData("""{"logPersistenceMode":{"inputs":{"text":"Perhaps"}}}""", "$.root.customProperties.logPersistenceMode.inputs.text")]
    public void A_choice_that_does_not_exist_is_refused(string custom, string path)
    {
        var fault = Assert.Single(new InMemoryRuntime().Publish(Workflow(Line(Secret, custom))));
        Assert.Equal(("unknown-log-persistence", path), (fault.Code, fault.Path));
    }

    [Fact]
    public void A_choice_whose_expression_does_not_parse_is_refused() =>
        Assert.Equal("$.root.customProperties.logPersistenceConfig.default.expression.value", Assert.Single(new InMemoryRuntime().Publish(
            Workflow(Line(Secret, """{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"(("}}}}""")))).Path);

    private static Dictionary<string, object?> Line(string text, string custom) =>
        Activity("Elsa.WriteLine", text, ("text", Literal(text)), ("customProperties", Custom(custom)));

    private static JsonElement Chosen(Dictionary<string, object?> root, string custom)
    {
        var workflow = JsonSerializer.SerializeToNode(Workflow(root))!;
        workflow["customProperties"] = JsonSerializer.SerializeToNode(Custom(custom));
        return JsonSerializer.SerializeToElement(workflow);
    }

    private static JsonElement Custom(string json) => JsonElement.Parse(json);

    private static string JournalText(InMemoryRuntime runtime, CaseId id) =>
        string.Join('\n', runtime.JournalOf(id).Where(e => e is not ActivityStarted).Select(e => Encoding.UTF8.GetString(CaseEventJson.Serialize(e))))
        + string.Concat(runtime.JournalOf(id).OfType<ActivityStarted>().Select(e => $"{e.Inputs}{e.UnloggedInputs}"));
}
