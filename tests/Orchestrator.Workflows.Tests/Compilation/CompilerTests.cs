using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Tests.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Compilation;

public sealed class CompilerTests
{
    private static readonly WorkflowCompiler Compiler = new(new ActivityCatalog([new BuiltInActivities(), new StandInAgency()]), ExpressionLanguages.All);

    public static TheoryData<string, string, string> Refusals
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            void Add(string code, string path, Dictionary<string, object?> root) => data.Add(code, path, Workflow(root, "d", null, "N:Int32").GetRawText());
            Add("unknown-activity", "$.root.activities[1].type", Sequence("s", Line("A"), Activity("Acme.Nope", "B")));
            Add("unsupported-activity", "$.root.activities[0].type", Sequence("s", Activity("Elsa.RunCSharp", "B")));
            Add("unknown-activity-version", "$.root.activities[0].version", Sequence("s", new Dictionary<string, object?>(Line("A")) { ["version"] = 9 }));
            Add("duplicate-id", "$.root.activities[1].id", Sequence("s", Line("A"), Line("A")));
            Add("duplicate-id", "$.root.activities[1].id", Flowchart("f", [Line("A"), Line("A")]));
            Add("missing-id", "$.root.activities[0].id", Sequence("s", Line("")));
            Add("dangling-connection", "$.root.connections[0].target", Flowchart("f", [Line("A")], "A>B"));
            Add("unknown-port", "$.root.connections[0].source.port", Flowchart("f", [Line("A"), Line("B")], "A.Nope>B"));
            Add("unknown-port", "$.root.connections[0].source.port", Flowchart("f", [Activity("Agency.Test.Register", "A"), Line("B")], "A.Done>B"));
            Add("several-starts", "$.root.activities", Flowchart("f", [Activity("Elsa.Start", "A"), Activity("Elsa.Start", "B")]));
            Add("unknown-variable", "$.root.variable", Set("S", "Ghost", Literal(1)));
            Add("unknown-variable", "$.root.result.memoryReference.id", Activity("Elsa.Event", "E", ("eventName", Literal("e")), ("result", Bound("Ghost"))));
            Add("unknown-variable", "$.root.text.expression.value", Activity("Elsa.WriteLine", "A", ("text", Expression("Variable", "Ghost"))));
            Add("missing-input", "$.root.eventName", Activity("Elsa.Event", "E"));
            Add("missing-input", "$.root.variable", Activity("Elsa.SetVariable", "S"));
            Add("unknown-expression", "$.root.text.expression.type", Activity("Elsa.WriteLine", "A", ("text", Expression("Klingon", "x"))));
            Add("expression-syntax", "$.root.text.expression.value", Activity("Elsa.WriteLine", "A", ("text", JavaScript("1 +"))));
            Add("expression-syntax", "$.root.text.expression.value", Activity("Elsa.WriteLine", "A", ("text", Expression("CSharp", "1"))));
            Add("expression-syntax", "$.root.text.expression.value", Activity("Elsa.WriteLine", "A", ("text", Expression("Python", "1"))));
            Add("invalid-join-mode", "$.root.activities[0].mode", Flowchart("f", [Join("J", "Sometimes")]));
            Add("duplicate-case", "$.root.cases", Activity("Elsa.Switch", "S", ("cases", new[] { Case("a"), Case("a") })));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_run_is_refused_with_its_place(string code, string path, string json)
    {
        var faults = Compile(json);
        var fault = Assert.Single(faults, f => f.Code == code);
        Assert.Equal(path, fault.Path);
        Assert.StartsWith("Expected ", fault.Message, StringComparison.Ordinal);
        Assert.Single(faults);
    }

    [Fact]
    public void A_definition_without_a_root_is_refused() => Assert.Equal(["no-root"], Compile("""{"definitionId":"d","root":null}""").Select(f => f.Code));

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Assert.Equal(3, Compile(Workflow(Sequence("s", Activity("Acme.Nope", "A"), Set("B", "Ghost", JavaScript("1 +")))).GetRawText()).Length);

    [Fact]
    public void Connections_in_the_old_flat_form_are_followed()
    {
        var root = Flowchart("f", [Line("A"), Line("B")]);
        root["connections"] = new[] { new { source = "A", target = "B", sourcePort = "Done", targetPort = "In" } };
        var runtime = new InMemoryRuntime();
        Assert.Empty(runtime.Publish(Workflow(root)));
        Assert.Equal(["f", "A", "B"], runtime[runtime.Start("drawn")].Executions.Values.Select(e => e.ActivityId));
    }

    [Fact]
    public void An_input_takes_its_type_and_default_from_the_descriptor()
    {
        var runtime = new InMemoryRuntime();
        Assert.Empty(runtime.Publish(Workflow(Activity("Elsa.For", "F", ("end", Literal("2")), ("body", Line("B"))))));
        var state = runtime[runtime.Start("drawn")];
        Assert.Equal(3, state.Executions.Values.Count(e => e.ActivityId == "B"));
        Assert.Equal("""{"Start":0,"End":2,"Step":1,"OuterBoundInclusive":true}""", state.Executions[1].Inputs!.Value.GetRawText());
    }

    [Fact]
    public void Two_modules_cannot_bring_the_same_activity() =>
        Assert.Throws<ArgumentException>(() => new ActivityCatalog([new StandInAgency(), new StandInAgency()]));

    private static object Expression(string type, object value) => new { typeName = "String", expression = new { type, value } };

    private static object Case(string label) => new { label, condition = new { type = "Literal", value = true } };

    private static ImmutableArray<DefinitionFault> Compile(string json) =>
        Compiler.Compile(JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(json).RootElement)) is CompilationResult.Refused refused ? refused.Faults : [];
}
