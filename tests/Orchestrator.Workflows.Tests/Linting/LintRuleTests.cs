using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Linting;
using Orchestrator.Workflows.Linting.Rules;

namespace Orchestrator.Workflows.Tests.Linting;

/// <summary>Rules about values, names and workflows; each with a definition that has the mistake and one that has not.</summary>
public sealed class LintRuleTests
{
    private static readonly WorkflowCompiler Compiler = new(new ActivityCatalog([new BuiltInActivities(), new Asking(), new Execution.StandInAgency()]), ExpressionLanguages.All);

    [Theory]
    [InlineData("variables.X", "X:Int32=1", new string[0])]
    [InlineData("getX() + 1", "X:Int32=1", new string[0])]
    [InlineData("getVariable('X')", "X:Int32=1", new string[0])]
    [InlineData("variables['X']++", "X:Int32=1", new string[0])]
    [InlineData("variables[getVariable('Y')]", "X:Int32=1,Y:String=a", new string[0])]
    [InlineData("variables.X = 2", "X:Int32=1", new[] { "variable-never-read" })]
    [InlineData("setX(2)", "X:Int32=1", new[] { "variable-never-read" })]
    [InlineData("1", "X:Int32=1", new[] { "variable-never-read" })]
    [InlineData("variables.X", "X:Int32=", new[] { "variable-never-set" })]
    [InlineData("getRegNo()", "reg_no:String=a", new string[0])]
    public void A_variable_is_set_and_read(string script, string variables, string[] rules) =>
        Assert.Equal(rules, Rules(Definition([Script(script)], variables)).Where(rule => rule.StartsWith("variable-", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Total is {{ Variables.X }}", false)]
    [InlineData("{{ Variables['X'] }}", false)]
    [InlineData("{% for v in Variables %}{{ v }}{% endfor %}", false)]
    [InlineData("nothing", true)]
    public void A_template_reads_a_variable(string template, bool found) =>
        Assert.Equal(found, Rules(Definition([WriteLine("Liquid", template)], "X:Int32=1")).Contains("variable-never-read"));

    [Theory]
    [InlineData("Agency.Test.Grant", "", false)]
    [InlineData("Agency.Test.Register", "", true)]
    [InlineData("Agency.Test.Grant", "case", false)]
    [InlineData("Agency.Test.Grant", "A", false)]
    [InlineData("Agency.Test.Grant", "W", true)]
    public void A_compensation_finds_something_to_undo(string type, string scope, bool found)
    {
        var undo = $$$"""{"id":"C","type":"Case.Compensate","version":1,"scope":{"typeName":"String","expression":{"type":"Literal","value":"{{{scope}}}"} } }""";
        var definition = $$$"""{"definitionId":"d","version":1,"root":{"type":"Elsa.Sequence","version":1,"id":"s","activities":[{"id":"A","type":"{{{type}}}","version":1},{{{WriteLine("Literal", "x")}}},{{{undo}}}]}}""";
        Assert.Equal(found, Rules(Encoding.UTF8.GetBytes(definition)).Contains("nothing-to-compensate"));
    }

    [Theory]
    [InlineData("getNope()", "getNope")]
    [InlineData("getTotl() + 1", "getTotl")]
    [InlineData("foo.bar", "foo")]
    [InlineData("getTotal() + getCurrentValue() + Math.max(1, parseInt('2'))", null)]
    [InlineData("const foo = 1; foo", null)]
    [InlineData("[1].map(x => x)", null)]
    [InlineData("setVariable('Made', 1); getMade()", null)]
    [InlineData("getamount() + getAmount()", "getamount")]
    [InlineData("getResultFromScript1()", null)]
    [InlineData("variables[variables.Total]; getNope()", null)]
    public void A_name_that_does_not_exist_is_found(string script, string? name)
    {
        var found = Check(Definition([Script(script)], "Total:Int32=1")).Where(finding => finding.Rule == "unknown-name").ToArray();

        if (name is null) Assert.Empty(found);
        else Assert.Contains($"no '{name}'", Assert.Single(found).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Literal", "\"00:05:00\"", false)]
    [InlineData("Literal", "\"five minutes\"", true)]
    [InlineData("Variable", "{\"id\":\"v-Wait\",\"name\":\"Wait\"}", false)]
    [InlineData("Variable", "{\"id\":\"v-Total\",\"name\":\"Total\"}", true)]
    [InlineData("Variable", "{\"id\":\"v-List\",\"name\":\"List\"}", true)]
    [InlineData("JavaScript", "\"1\"", false)]
    public void A_value_that_never_fits_its_type_is_an_error(string type, string value, bool found)
    {
        var delay = $$$"""{"id":"D","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"{{{type}}}","value":{{{value}}} } } }""";
        var findings = Check(Definition([delay], "Total:Int32=1,Wait:TimeSpan=00:01:00,List:List<String>=[]")).Where(finding => finding.Rule == "type-mismatch").ToArray();

        Assert.Equal(found ? ["$.root.activities[1].timeSpan"] : [], findings.Select(finding => finding.Path));
        Assert.All(findings, finding => Assert.Equal(LintSeverity.Error, finding.Severity));
    }

    [Fact]
    public void An_output_that_never_fits_its_variable_is_an_error()
    {
        var asks = """{"id":"A","type":"Test.Ask","version":1,"granted":{"typeName":"Boolean","memoryReference":{"id":"v-Id"}}}""";

        var finding = Assert.Single(Check(Definition([asks], "Id:Guid=")), finding => finding.Rule == "type-mismatch");
        Assert.Equal(("$.root.activities[1].granted", "A"), (finding.Path, finding.ActivityId));
        Assert.DoesNotContain("type-mismatch", Rules(Definition([asks], "Id:Boolean=")));
    }

    [Theory]
    [InlineData("Int32", "Double", true)]
    [InlineData("Int32", "DateTime", false)]
    [InlineData("String", "DateTime", true)]
    [InlineData("Object", "Guid", true)]
    [InlineData("List<Int32>", "Int32", false)]
    [InlineData("Int32", "List<String>", true)]
    [InlineData("List<Guid>", "List<Int32>", false)]
    [InlineData("ObjectDictionary", "Int32", false)]
    [InlineData("ObjectDictionary", "JsonObject", true)]
    [InlineData("DateTime", "DateOnly", true)]
    [InlineData("Guid", "String", true)]
    public void Types_can_fit_when_some_value_converts(string from, string to, bool fits) => Assert.Equal(fits, TypeMismatch.CanFit(DataType.Parse(from), DataType.Parse(to)));

    [Theory]
    [InlineData("Test.Old", true)]
    [InlineData("Test.Ask", false)]
    public void A_retired_activity_is_found(string type, bool found) =>
        Assert.Equal(found, Rules(Definition([$$"""{"id":"A","type":"{{type}}","version":1}"""], "")).Contains("retired-activity"));

    [Fact]
    public void A_workflow_that_is_started_must_exist()
    {
        var start = """{"id":"D","type":"Elsa.DispatchWorkflow","version":1,"workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"child"}}}""";

        Assert.Contains("missing-workflow", Rules(Definition([start], ""), new LintSurroundings { HasWorkflow = id => id == "other" }));
        Assert.DoesNotContain("missing-workflow", Rules(Definition([start], ""), new LintSurroundings { HasWorkflow = id => id == "child" }));
        Assert.DoesNotContain("missing-workflow", Rules(Definition([start], "")));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(",\"translations\":{\"en\":\"Wait\"}", false)]
    public void A_step_that_people_see_has_a_name_in_english_too(string translations, bool found)
    {
        var delay = """{"id":"D","type":"Elsa.Delay","version":1,"metadata":{"displayText":"Chờ"TRANSLATIONS},"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"1.00:00:00"}}}"""
            .Replace("TRANSLATIONS", translations, StringComparison.Ordinal);

        Assert.Equal(found, Rules(Definition([delay], "")).Contains("missing-translation"));
    }

    [Fact]
    public void What_keeps_a_definition_from_running_is_told_in_both_languages()
    {
        var findings = WorkflowLinter.Check(Compiler.Compile(Definition(["""{"id":"D","type":"No.Such","version":1}"""], "")));

        var finding = Assert.Single(findings);
        Assert.Equal(("unknown-activity", LintSeverity.Error, "$.root.activities[1].type"), (finding.Rule, finding.Severity, finding.Path));
        Assert.StartsWith("Loại hoạt động của 'D' phải", finding.MessageVi, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_text_says_what_was_expected_what_is_and_what_to_do_in_both_languages()
    {
        foreach (var key in LintTexts.Keys.Where(key => !key.EndsWith("/summary", StringComparison.Ordinal)))
        {
            var (vi, en) = LintTexts.Of(key, "a", "b", "c", "d", "e");
            Assert.Matches("^.*([Pp]hải|[Cc]hỉ|[Cc]ần|không được).+nhưng .+; hãy .+\\.$", vi);
            if (!key.StartsWith("fault", StringComparison.Ordinal)) Assert.Matches("^Expected .+, but .+; .+\\.$", en);
        }
    }

    private static IEnumerable<string> Rules(byte[] definition, LintSurroundings? surroundings = null) => Check(definition, surroundings).Select(finding => finding.Rule);

    private static ImmutableArray<LintFinding> Check(byte[] definition, LintSurroundings? surroundings = null) =>
        WorkflowLinter.Check(Assert.IsType<CompilationResult.Compiled>(Compiler.Compile(definition)).Workflow, surroundings);

    private static string Script(string script) => $$$"""{"id":"J","name":"Script1","type":"Elsa.RunJavaScript","version":1,"script":{"typeName":"String","expression":{"type":"JavaScript","value":{{{JsonSerializer.Serialize(script)}}} } } }""";

    private static string WriteLine(string type, string text) => $$$"""{"id":"W","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"{{{type}}}","value":{{{JsonSerializer.Serialize(text)}}} } } }""";

    /// <param name="activities">In a row behind a start.</param>
    /// <param name="variables">As <c>Name:Type=default</c>, separated by commas.</param>
    private static byte[] Definition(string[] activities, string variables)
    {
        var ids = activities.Select(activity => JsonElement.Parse(activity).GetProperty("id").GetString()).Prepend("S").ToArray();
        var lines = ids.Zip(ids.Skip(1), (from, to) => $$$"""{"source":{"activity":"{{{from}}}","port":"Done"},"target":{"activity":"{{{to}}}","port":"In"}}""");
        var declared = variables.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split(':', 2)).Select(parts => (Name: parts[0], Typed: parts[1].Split('=', 2)))
            .Select(v => $$$"""{"id":"v-{{{v.Name}}}","name":"{{{v.Name}}}","typeName":"{{{v.Typed[0]}}}","value":{{{JsonSerializer.Serialize(v.Typed[1])}}}}""");
        return Encoding.UTF8.GetBytes(
            $$$"""{"definitionId":"d","version":1,"variables":[{{{string.Join(',', declared)}}}],"inputs":[{"name":"Amount","type":"Int32"}],"root":{"type":"Elsa.Flowchart","version":1,"id":"fc","activities":[{"id":"S","type":"Elsa.Start","version":1},{{{string.Join(',', activities)}}}],"connections":[{{{string.Join(',', lines)}}}]}}""");
    }

    private sealed class Asking : IActivitySource
    {
        public IEnumerable<ActivityEntry> Load() =>
        [
            new(new ActivityDescriptor { TypeName = "Test.Ask", Category = "Test", DisplayName = "Ask", Outputs = [new OutputDescriptor("Granted", "Boolean")] }, new Behaviour()),
            new(new ActivityDescriptor { TypeName = "Test.Old", Category = "Test", DisplayName = "Old", IsRetired = true }, new Behaviour()),
        ];

        private sealed class Behaviour : ActivityBehaviour
        {
            public override void Execute(ActivityTurn turn) => turn.Complete();
        }
    }
}
