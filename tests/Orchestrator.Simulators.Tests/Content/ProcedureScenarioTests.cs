using Orchestrator.Workflows.Compilation;
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
                foreach (var file in Directory.EnumerateFiles(Repository.Procedure(procedure, "scenarios"), "*.json").Order())
                    data.Add(procedure, Path.GetFileNameWithoutExtension(file));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public void The_workflow_compiles(string procedure) => Assert.NotNull(Compile(procedure));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_scenario_ends_as_it_says(string procedure, string name)
    {
        var scenario = Scenario.Read(procedure, name);
        var run = ScenarioRun.Play(Compile(procedure), scenario);
        Assert.Empty(run.State.Incidents);
        Assert.Empty(run.State.Bookmarks);
        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Finished), (run.State.Status, run.State.SubStatus));
        Assert.Equal(scenario.Expected.Outcome, run.State.Outputs["Outcome"].GetString());
        Assert.Equal(scenario.Expected.Statuses, run.Statuses);
        var parts = run.State.Marks.Where(mark => mark.Key.StartsWith("part:", StringComparison.Ordinal))
            .ToDictionary(mark => mark.Key["part:".Length..], mark => mark.Value.GetProperty("outcome").GetString()!);
        Assert.Equal(scenario.Expected.Parts.OrderBy(part => part.Key), parts.OrderBy(part => part.Key));
        Assert.Subset(run.Visited.ToHashSet(), (scenario.Expected.Visited ?? []).ToHashSet());
        Assert.Empty((scenario.Expected.Skipped ?? []).Intersect(run.Visited));
        foreach (var (output, value) in scenario.Expected.Outputs ?? new Dictionary<string, string>())
            Assert.Equal(value, run.State.Outputs[output].GetString());
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_journal_alone_gives_the_same_case(string procedure, string name)
    {
        var run = ScenarioRun.Play(Compile(procedure), Scenario.Read(procedure, name));
        Assert.Equal(CaseStateJson.Serialize(run.State), CaseStateJson.Serialize(run.Replay()));
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public void The_scenarios_together_visit_every_node(string procedure)
    {
        var workflow = Compile(procedure);
        var visited = Directory.EnumerateFiles(Repository.Procedure(procedure, "scenarios"), "*.json")
            .SelectMany(file => ScenarioRun.Play(workflow, Scenario.Read(procedure, Path.GetFileNameWithoutExtension(file))).Visited).ToHashSet();
        var missing = Chart.ReadAll(procedure).SelectMany(chart => chart.Nodes).Select(node => node.Id).Except(visited).ToList();
        Assert.True(missing.Count == 0, $"No scenario comes to {string.Join(", ", missing)}.");
    }

    private static CompiledWorkflow Compile(string procedure) => ProductCatalog.Compiler.Compile(File.ReadAllBytes(Repository.Procedure(procedure, "workflow.json"))) switch
    {
        CompilationResult.Compiled compiled => compiled.Workflow,
        CompilationResult.Refused refused => throw new InvalidOperationException(string.Join("\n", refused.Faults)),
        _ => throw new InvalidOperationException("Expected a known result."),
    };
}
