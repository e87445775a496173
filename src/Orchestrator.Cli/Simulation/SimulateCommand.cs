using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Cli.Validation;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Cli.Simulation;

/// <summary>
/// <c>orchestrator simulate &lt;procedure&gt;</c>: plays the scenarios of a procedure and prints what happened; 0 when all went as expected, 1 when one
/// did not, 2 when the procedure cannot be read.
/// </summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var procedure = new Argument<string>("procedure") { Description = "Folder of the procedure, with procedure.json, workflow.json and scenarios." };
        var scenario = new Option<string?>("--scenario") { Description = "Name of one scenario: its file without .json. All when absent." };
        var workflows = new Option<string?>("--workflows") { Description = "Folder with agencies and calendars; found above the procedure when absent." };
        var command = new Command("simulate", "Plays the scenarios of a procedure on the real engine with a virtual clock and prints their paths.") { procedure, scenario, workflows };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(procedure), parsed.GetValue(scenario), parsed.GetValue(workflows), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(string path, string? only, string? workflows, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        await using var services = ActivityTypes.Services(workflows ?? ActivityTypes.WorkflowsFolderAbove(path));
        var (files, faults) = await ProcedureFiles.ReadAsync(path, services.GetRequiredService<WorkflowCompiler>(), cancellationToken);
        if (files is null)
        {
            foreach (var fault in faults) await errors.WriteLineAsync($"{fault.Procedure}/{fault.File} {fault.Path}\n  {fault.Code}: {fault.Message}");
            return 2;
        }

        var chosen = files.Scenarios.Where(scenario => only is null || scenario.Key == only).ToList();
        if (chosen.Count == 0)
        {
            await errors.WriteLineAsync($"Expected {(only is null ? "scenarios" : $"the scenario '{only}'")} in {path}, but there {(files.Scenarios.Count == 0 ? "are none" : $"are {string.Join(", ", files.Scenarios.Keys)}")}.");
            return 2;
        }

        var player = services.GetRequiredService<ScenarioPlayer>();
        var failed = 0;
        foreach (var (name, scenario) in chosen)
        {
            var result = player.Play(files.Workflow, files.Procedure, scenario);
            failed += result.Differences.Count > 0 ? 1 : 0;
            await ScenarioReport.WriteAsync(name, scenario, result, output);
        }

        await output.WriteLineAsync($"{chosen.Count} scenarios, {failed} not as expected");
        return failed == 0 ? 0 : 1;
    }
}
