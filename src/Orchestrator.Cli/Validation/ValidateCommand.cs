using System.CommandLine;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Cli.Validation;

/// <summary><c>orchestrator validate &lt;path&gt;</c>: 0 when nothing is wrong or only warned of, 1 when there are errors, 2 when the path cannot be read.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A definition file, or a folder that is searched for them." };
        var format = new Option<string>("--format") { Description = "text, json or sarif.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        var workflows = new Option<string?>("--workflows") { Description = "Folder with agencies and calendars; found above the path when absent." };
        var command = new Command("validate", "Says what keeps definitions from running and what they hardly mean.") { path, format, workflows };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(path), parsed.GetRequiredValue(format), parsed.GetValue(workflows), Console.Out, Console.Error));
        return command;
    }

    public static int Run(string path, string format, string? workflows, TextWriter output, TextWriter errors)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            errors.WriteLine($"Expected a file or folder, but '{path}' is none; check the path.");
            return 2;
        }

        var files = DefinitionFiles.Find(path);
        if (files.Count == 0)
        {
            errors.WriteLine($"Expected definitions in '{path}', but found none; give a file, or a folder that holds workflow.json files.");
            return 2;
        }

        var compiler = ActivityTypes.Compiler(workflows ?? ActivityTypes.WorkflowsFolderAbove(path));
        var findings = files.SelectMany(file => DefinitionValidation.Of(file, compiler)).ToArray();
        Report.Write(format, findings, files.Count, output);
        return Array.Exists(findings, finding => finding.Finding.Severity == LintSeverity.Error) ? 1 : 0;
    }
}
