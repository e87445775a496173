using Orchestrator.Cases.Scenarios;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Simulators.Tests.Content;

public sealed class ProcedureScenarioTests
{
    public static TheoryData<string> Procedures => [.. Repository.Procedures];

    public static TheoryData<string, string> Scenarios
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var procedure in Repository.Procedures)
            {
                foreach (var file in ProcedureFiles.ScenarioPaths(Repository.Procedure(procedure)))
                    data.Add(procedure, Path.GetFileNameWithoutExtension(file));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_scenario_ends_as_it_says(string procedure, string name)
    {
        var result = await PlayAsync(procedure, name);
        Assert.True(result.Differences.Count == 0, string.Join("\n", result.Differences));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_journal_alone_gives_the_same_case(string procedure, string name)
    {
        var run = (await PlayAsync(procedure, name)).Run;
        Assert.Equal(CaseStateJson.Serialize(run.State), CaseStateJson.Serialize(run.Replay()));
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public async Task The_scenarios_together_visit_every_node(string procedure)
    {
        var files = await FilesAsync(procedure);
        var visited = files.Scenarios.Values.SelectMany(scenario => ProductCatalog.Player.Play(files.Workflow, files.Procedure, scenario).Run.Path).ToHashSet();
        var missing = Chart.ReadAll(procedure).SelectMany(chart => chart.Nodes).Select(node => node.Id).Except(visited).ToList();
        Assert.True(missing.Count == 0, $"No scenario comes to {string.Join(", ", missing)}.");
    }

    private static async Task<ScenarioResult> PlayAsync(string procedure, string name)
    {
        var files = await FilesAsync(procedure);
        return ProductCatalog.Player.Play(files.Workflow, files.Procedure, files.Scenarios[name]);
    }

    private static async Task<ProcedureFiles> FilesAsync(string procedure)
    {
        var (files, faults) = await ProductCatalog.FilesOf(procedure);
        return files ?? throw new InvalidOperationException(string.Join("\n", faults));
    }
}
