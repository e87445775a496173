using Orchestrator.Cli.Simulation;

namespace Orchestrator.Cli.Tests;

public sealed class SimulateCommandTests
{
    [Fact]
    public async Task The_path_of_a_scenario_is_printed()
    {
        var (code, output, errors) = await RunAsync(Procedure("birth"), "twins-confirmed");

        Assert.True(code == 0, output + errors);
        Assert.Contains("twins-confirmed: Song sinh", output, StringComparison.Ordinal);
        Assert.Contains("2026-11-23 09:02 RegisterBirth -> SuspectedDuplicate", output, StringComparison.Ordinal);
        Assert.Contains("status returned", output, StringComparison.Ordinal);
        Assert.EndsWith("1 scenarios, 0 not as expected\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_that_goes_otherwise_fails_the_command_and_says_where()
    {
        var copy = Directory.CreateTempSubdirectory("orchestrator-cli-").FullName;
        Directory.CreateDirectory(Path.Combine(copy, "scenarios"));
        foreach (var file in Directory.EnumerateFiles(Procedure("birth"))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var scenario = await File.ReadAllTextAsync(Path.Combine(Procedure("birth"), "scenarios", "twins-confirmed.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(copy, "scenarios", "twins.json"), scenario.Replace("\"outcome\": \"granted\"", "\"outcome\": \"refused\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, output, _) = await RunAsync(copy, null);

        Assert.Equal(1, code);
        Assert.Contains("NOT AS EXPECTED $.expected.outcome outcome-differ: Expected outcome refused, but it is granted.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_no_procedure_and_a_scenario_that_is_not_there_are_said_plainly()
    {
        var (code, _, errors) = await RunAsync(Path.Combine(Workflows, "agencies"), null);
        Assert.Equal(2, code);
        Assert.Contains("procedure-file", errors, StringComparison.Ordinal);

        (code, _, errors) = await RunAsync(Procedure("birth"), "no-such");
        Assert.Equal(2, code);
        Assert.StartsWith("Expected the scenario 'no-such'", errors, StringComparison.Ordinal);
    }

    private static string Workflows { get; } = Find();

    private static string Procedure(string name) => Path.Combine(Workflows, "procedures", name);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string path, string? scenario)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        var code = await SimulateCommand.RunAsync(path, scenario, Workflows, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Orchestrator.sln"))) directory = directory.Parent!;
        return Path.Combine(directory.FullName, "workflows");
    }
}
