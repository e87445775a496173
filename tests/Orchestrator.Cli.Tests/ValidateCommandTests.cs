using System.Text.Json;
using Orchestrator.Cli.Validation;

namespace Orchestrator.Cli.Tests;

public sealed class ValidateCommandTests
{
    private const string UnknownActivity =
        """
        {"definitionId":"broken","id":"broken-1","name":"Broken","version":1,
         "root":{"id":"fc","type":"Elsa.Flowchart","version":1,"activities":[{"id":"A","type":"No.Such.Activity","version":1}],"connections":[]}}
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

    private static (int Code, string Output, string Errors) Run(string path, string format)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = ValidateCommand.Run(path, format, Path.Combine(Repository(), "workflows"), output, errors);
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
