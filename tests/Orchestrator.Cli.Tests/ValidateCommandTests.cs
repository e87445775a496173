using System.CommandLine;
using System.Text.Json;
using Orchestrator.Cli.Validation;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Cli.Tests;

public sealed class ValidateCommandTests
{
    private const string UnknownActivity =
        """
        {"definitionId":"broken","id":"broken-1","name":"Broken","version":1,
         "root":{"id":"fc","type":"Elsa.Flowchart","version":1,"activities":[{"id":"A","type":"No.Such.Activity","version":1}],"connections":[]}}
        """;

    private const string WaitsForEver =
        """
        {"definitionId":"waits","id":"waits-1","name":"Waits","version":1,
         "root":{"id":"fc","type":"Elsa.Flowchart","version":1,"activities":[{"id":"S","type":"Elsa.Start","version":1},
           {"id":"E","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"x"}}}],
           "connections":[{"source":{"activity":"S","port":"Done"},"target":{"activity":"E","port":"In"}}]}}
        """;

    [Fact]
    public void The_procedures_of_the_repository_have_no_errors()
    {
        var (code, output, _) = Run(Path.Combine(Repository(), "workflows", "procedures"), "text");

        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    public void A_definition_with_an_unknown_activity_is_an_error_that_a_machine_can_read(string format)
    {
        var (code, output, _) = Run(Write(UnknownActivity), format);

        Assert.Equal(1, code);
        using var report = JsonDocument.Parse(output);
        Assert.Contains("unknown-activity", output, StringComparison.Ordinal);
        Assert.Contains("$.root.activities[0].type", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_does_not_exist_or_holds_nothing_is_said_plainly()
    {
        var empty = Directory.CreateTempSubdirectory("orchestrator-cli-").FullName;

        Assert.Equal(2, Run(Path.Combine(empty, "missing"), "text").Code);
        var (code, _, errors) = Run(empty, "text");
        Assert.Equal(2, code);
        Assert.StartsWith("Expected definitions", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_of_the_same_call_is_an_activity_and_what_is_wrong_inside_it_is_said_where_it_is_used()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-cli-").FullName;
        const string Part =
            """
            {"definitionId":"part","id":"part-1","name":"a part","version":1,"outcomes":["Good"],"options":{"usableAsActivity":true},
             "root":{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"JavaScript","value":"SCRIPT"}}}}
            """;
        var part = Path.Combine(folder, "part.json");
        var whole = Path.Combine(folder, "whole.json");
        File.WriteAllText(part, Part.Replace("SCRIPT", "1 + 1", StringComparison.Ordinal));
        File.WriteAllText(whole, """{"definitionId":"whole","name":"Whole","version":1,"root":{"id":"p","type":"APart","version":1}}""");

        Assert.Contains("unknown-activity", Run(whole, "text").Output, StringComparison.Ordinal);
        var (code, output, _) = Run(folder, "text");
        Assert.True(code == 0, output);

        File.WriteAllText(part, Part.Replace("SCRIPT", "1 +", StringComparison.Ordinal));
        var wrong = Run(folder, "text").Output;
        Assert.Contains($"{part} $.root.text.expression.value", wrong, StringComparison.Ordinal);
        Assert.Contains($"{whole} $.root.root.text.expression.value", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_workflows_that_make_one_activity_type_are_told()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-cli-").FullName;
        foreach (var id in (string[])["one", "two"])
        {
            File.WriteAllText(Path.Combine(folder, id + ".json"),
                $$$"""{"definitionId":"{{{id}}}","name":"a part","version":1,"options":{"usableAsActivity":true},"root":{"id":"w","type":"Elsa.Start","version":1}}""");
        }

        var (code, output, _) = Run(folder, "text");
        Assert.Equal((1, 2), (code, output.Split("duplicate-activity-type").Length - 1));
    }

    [Fact]
    public void A_sarif_report_has_what_the_schema_requires()
    {
        var (_, output, _) = Run(Write(UnknownActivity), "sarif");

        using var report = JsonDocument.Parse(output);
        var root = report.RootElement;
        Assert.Equal("2.1.0", root.GetProperty("version").GetString());
        var run = Assert.Single(root.GetProperty("runs").EnumerateArray());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("orchestrator", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToArray();
        Assert.All(driver.GetProperty("rules").EnumerateArray(), rule => Assert.NotEqual("", rule.GetProperty("shortDescription").GetProperty("text").GetString()));
        var results = run.GetProperty("results").EnumerateArray().ToArray();
        Assert.NotEmpty(results);
        Assert.All(results, result =>
        {
            Assert.Contains(result.GetProperty("ruleId").GetString(), rules);
            Assert.Contains(result.GetProperty("level").GetString(), new[] { "none", "note", "warning", "error" });
            Assert.NotEqual("", result.GetProperty("message").GetProperty("text").GetString());
            var location = Assert.Single(result.GetProperty("locations").EnumerateArray());
            var place = location.GetProperty("physicalLocation");
            Assert.True(Uri.IsWellFormedUriString(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.RelativeOrAbsolute));
            Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() >= 1);
            Assert.StartsWith("$", Assert.Single(location.GetProperty("logicalLocations").EnumerateArray()).GetProperty("fullyQualifiedName").GetString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Warnings_fail_only_when_asked_for()
    {
        var file = Write(WaitsForEver);

        Assert.Equal(0, Run(file, "text").Code);
        var (code, output, _) = Run(file, "text", LintSeverity.Warning);
        Assert.Equal(1, code);
        Assert.Contains("warning wait-without-deadline", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_paths_and_patterns_are_one_report_in_a_stable_order()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-cli-").FullName;
        foreach (var name in new[] { "b", "a" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            File.WriteAllText(Path.Combine(folder, name, "workflow.json"), UnknownActivity);
        }

        var once = Run([Path.Combine(folder, "**", "*.json")], "json");
        Assert.Equal(1, once.Code);
        using var report = JsonDocument.Parse(once.Output);
        Assert.Equal(2, report.RootElement.GetProperty("files").GetInt32());
        Assert.Equal(["a", "b"], report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => Path.GetFileName(Path.GetDirectoryName(finding.GetProperty("file").GetString()!))));
        Assert.Equal(once.Output, Run([Path.Combine(folder, "b"), Path.Combine(folder, "a", "workflow.json")], "json").Output);
        Assert.Equal(2, Run([Path.Combine(folder, "**", "*.yaml")], "json").Code);
    }

    [Fact]
    public void A_workflow_that_another_one_starts_is_looked_for_among_those_checked()
    {
        var parent = UnknownActivity.Replace(
            "\"type\":\"No.Such.Activity\",\"version\":1",
            "\"type\":\"Elsa.DispatchWorkflow\",\"version\":1,\"workflowDefinitionId\":{\"typeName\":\"String\",\"expression\":{\"type\":\"Literal\",\"value\":\"child\"}}",
            StringComparison.Ordinal);
        var file = Write(parent);
        var (code, output, _) = Run(file, "text");
        Assert.Equal(1, code);
        Assert.Contains("error missing-workflow", output, StringComparison.Ordinal);

        var child = Write(WaitsForEver.Replace("\"definitionId\":\"waits\"", "\"definitionId\":\"child\"", StringComparison.Ordinal));
        Assert.DoesNotContain("missing-workflow", Run([file, child], "text").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("validate workflows --format xml")]
    [InlineData("validate workflows --fail-on nothing")]
    public void A_wrong_call_is_told_by_the_parser(string arguments) =>
        Assert.NotEmpty(new RootCommand { ValidateCommand.Create() }.Parse(arguments).Errors);

    private static (int Code, string Output, string Errors) Run(string path, string format, LintSeverity failOn = LintSeverity.Error) => Run([path], format, failOn);

    private static (int Code, string Output, string Errors) Run(string[] paths, string format, LintSeverity failOn = LintSeverity.Error)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = ValidateCommand.Run(new ValidateOptions(paths, format, failOn, Path.Combine(Repository(), "workflows")), output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private static string Write(string definition)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("orchestrator-cli-").FullName, "workflow.json");
        File.WriteAllText(file, definition);
        return file;
    }

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Orchestrator.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}
