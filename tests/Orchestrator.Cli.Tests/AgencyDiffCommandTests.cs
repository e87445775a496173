using Orchestrator.Cli.Agencies;

namespace Orchestrator.Cli.Tests;

public sealed class AgencyDiffCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("diff-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_removed_operation_breaks_the_procedure_that_draws_it_and_no_other()
    {
        var before = Write("old/openapi.yaml", Document("Register", "Remove"));
        var after = Write("new/openapi.yaml", Document("Remove"));
        Write("procedures/a/workflow.json", Definition("Agency.Office.Register"));
        Write("procedures/b/workflow.json", Definition("Agency.Office.Remove"));

        var (code, output, _) = Run(before, after, Path.Combine(_folder, "procedures"));

        Assert.Equal(1, code);
        Assert.Contains("breaks: Register is no activity any more.", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.Contains("workflow.json", StringComparison.Ordinal));
        Assert.Contains(Path.Combine("a", "workflow.json") + ": $.root (A): breaks", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_adds_breaks_nothing()
    {
        var (code, output, _) = Run(Write("old/openapi.yaml", Document("Register")), Write("new/openapi.yaml", Document("Register", "Remove")), null);

        Assert.Equal(0, code);
        Assert.Contains("1 differences, 0 of them breaking", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_document_is_an_error_of_its_own()
    {
        var (code, _, errors) = Run(Write("old/openapi.yaml", "nothing"), Write("new/openapi.yaml", Document("A")), null);

        Assert.Equal(2, code);
        Assert.Contains("Expected", errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Run(string before, string after, string? procedures)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        return (AgencyDiffCommand.Run(before, after, procedures, output, errors), output.ToString(), errors.ToString());
    }

    private string Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Definition(string type) => """{"definitionId":"d","root":{"type":"T","version":1,"id":"A"}}""".Replace("\"T\"", $"\"{type}\"", StringComparison.Ordinal);

    private static string Document(params string[] operations) =>
        "openapi: 3.1.0\ninfo: { title: Office, version: '1', x-agency: { code: office } }\npaths:\n"
        + string.Join('\n', operations.Select(operation => $"  /{operation}: {{ post: {{ operationId: {operation}, responses: {{ '200': {{ description: ok }} }} }} }}"));
}
