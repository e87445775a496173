using System.Text.Json;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Expressions.JavaScript;
using Orchestrator.Workflows.Tests.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Expressions;

/// <summary>Every name that Elsa's scripts and templates have: it runs here, or it is refused with what to use instead.</summary>
public sealed class ElsaNamesTests
{
    private readonly TestScope scope = new();

    /// <summary>What Elsa 3.8 puts into its script engine besides the functions that it makes of variables, inputs and outputs.</summary>
    public static TheoryData<string> InScripts =>
    [
        "getWorkflowDefinitionId", "getWorkflowDefinitionVersionId", "getWorkflowDefinitionVersion", "getWorkflowInstanceId", "setCorrelationId", "getCorrelationId",
        "setWorkflowInstanceName", "getWorkflowInstanceName", "setVariable", "getVariable", "getInput", "getOutputFrom", "getLastResult", "isNullOrWhiteSpace", "isNullOrEmpty",
        "toJson", "parseGuid", "newGuid", "newGuidString", "newShortGuid", "bytesToString", "bytesFromString", "bytesToBase64", "bytesFromBase64", "stringToBase64",
        "stringFromBase64", "streamToBytes", "streamToBase64", "getGuidString", "getShortGuid", "setOutcome", "setOutcomes", "getConfig", "getSecret", "createEventTriggerUrl",
        "variables", "args", "DateTime", "DateTimeOffset", "TimeSpan", "Guid", "Random", "LogPersistenceMode", "Decimal", "ExpandoObject", "JsonElement", "JsonNode", "JsonObject",
        "JsonArray", "Stream", "HttpHeaders", "moment", "lodash", "lodashFp", "_",
    ];

    [Theory]
    [MemberData(nameof(InScripts))]
    public void A_name_of_Elsas_scripts_is_there_or_refused_with_a_reason(string name)
    {
        var faults = new InMemoryRuntime().Publish(Workflow(Activity("Elsa.WriteLine", "W", ("text", JavaScript($"typeof {name}")))));
        if (RefusedNames.All.Contains(name))
        {
            var fault = Assert.Single(faults);
            Assert.Equal(("unsupported-name", "$.root.text.expression.value"), (fault.Code, fault.Path));
            Assert.Contains($"'{name}'", fault.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(faults);
            Assert.NotEqual("\"undefined\"", scope.Json($"typeof {name}"));
        }
    }

    [Theory]
    [InlineData("getConfig()", "Config")]
    [InlineData("getSecret()", "Secret")]
    public void A_variable_that_is_called_like_one_of_them_is_read_as_usual(string script, string variable)
    {
        var runtime = new InMemoryRuntime();
        Assert.Empty(runtime.Publish(Workflow(Set("S", "R", JavaScript(script)), variables: [$"{variable}:String:mine", "R:String"])));
        var id = runtime.Start("drawn");
        Assert.Equal("mine", runtime[id].VariableOf(runtime.WorkflowOf(id), "R")!.Value.GetString());
    }

    [Fact]
    public void A_name_that_the_script_declares_itself_is_its_own() => Assert.Equal("3", scope.Json("const moment = 1, _ = 2; moment + _"));

    [Theory]
    [InlineData("TimeSpan.FromMinutes(90)", "\"01:30:00\"")]
    [InlineData("TimeSpan.FromDays(1.5).TotalHours", "36")]
    [InlineData("TimeSpan.Parse('00:00:05').TotalSeconds", "5")]
    [InlineData("TimeSpan.Zero", "\"00:00:00\"")]
    [InlineData("DateTime.UtcNow.toISOString()", "\"2026-11-23T01:30:00.000Z\"")]
    [InlineData("DateTimeOffset.Parse('2024-05-06T07:08:09+07:00').getTime()", "1714954089000")]
    [InlineData("DateTime.Today.toISOString()", "\"2026-11-22T17:00:00.000Z\"")]
    [InlineData("Guid.Parse('0193A000-0000-7000-8000-000000000001').toString()", "\"0193a000-0000-7000-8000-000000000001\"")]
    [InlineData("Guid.Empty.toString()", "\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("LogPersistenceMode.Exclude", "\"Exclude\"")]
    [InlineData("Object.keys(args).length", "0")]
    public void The_pure_members_of_its_types_run(string script, string expected) => Assert.Equal(expected, scope.Json(script));

    [Fact]
    public void A_generated_id_is_the_same_when_the_step_is_decided_again() => Assert.Equal(scope.Json("Guid.NewGuid().toString()"), scope.Json("Guid.NewGuid().toString()"));

    [Theory]
    [InlineData("new DateTime(2024, 1, 1)", "new DateTime")]
    [InlineData("TimeSpan.FromTicks(1)", "TimeSpan.FromTicks")]
    [InlineData("DateTime['MaxValue']", "DateTime.MaxValue")]
    [InlineData("[1].map(x => Guid.CreateVersion7())", "Guid.CreateVersion7")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')", "System")]
    public void Any_other_member_is_refused_by_name(string script, string named)
    {
        var refusal = Assert.Throws<ExpressionException>(() => ExpressionLanguages.Prepare("JavaScript", JsonSerializer.SerializeToElement(script), "Object"));
        Assert.Equal("unsupported-name", refusal.Code);
        Assert.Contains($"'{named}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ Configuration.ConnectionStrings.Db }}", "Configuration")]
    [InlineData("{{ ExpressionExecutionContext.Variables.X }}", "ExpressionExecutionContext")]
    [InlineData("{{ Variables.X | shout }}", "shout")]
    [InlineData("{% if Variables.X %}{{ 'a' | upcase | shout }}{% endif %}", "shout")]
    [InlineData("{% assign x = Variables.X | shout %}", "shout")]
    public void What_a_template_would_leave_out_without_a_word_is_refused(string template, string named)
    {
        var refusal = Assert.Throws<ExpressionException>(() => ExpressionLanguages.Prepare("Liquid", JsonSerializer.SerializeToElement(template), "String"));
        Assert.Equal("unsupported-name", refusal.Code);
        Assert.Contains($"'{named}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_filter_that_Elsa_has_runs()
    {
        foreach (var filter in (string[])
        [
            "join", "first", "last", "concat", "map", "reverse", "size", "sort", "sort_natural", "uniq", "where", "sum", "compact", "append", "capitalize", "downcase", "lstrip", "rstrip",
            "newline_to_br", "prepend", "remove", "remove_first", "remove_last", "replace", "replace_first", "replace_last", "slice", "split", "strip", "strip_newlines", "truncate",
            "truncatewords", "upcase", "abs", "at_least", "at_most", "ceil", "divided_by", "floor", "minus", "modulo", "plus", "round", "times", "default", "date", "format_date", "raw", "json",
            "escape", "escape_once", "handle", "handleize", "url_encode", "url_decode", "strip_html", "time_zone", "format_number", "format_string", "md5", "sha1", "sha256", "base64", "keys",
        ]) Assert.NotNull(ExpressionLanguages.Prepare("Liquid", JsonSerializer.SerializeToElement($"{{{{ 'a' | {filter} }}}}"), "String"));
    }
}
