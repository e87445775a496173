using System.CommandLine;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Cli.Validation;

/// <summary>
/// <c>orchestrator validate &lt;path&gt;…</c>: 0 when nothing is wrong, 1 when there are findings of the severity that fails (errors, or warnings too with
/// <c>--fail-on warning</c>), 2 when it was called wrongly or a path cannot be read.
/// </summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Definition files, folders that are searched for them, or patterns such as 'workflows/**/workflow.json'.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = new Option<string>("--format") { Description = "text, json or sarif (2.1.0).", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        var failOn = new Option<string>("--fail-on") { Description = "Least severity that gives exit code 1: error or warning.", DefaultValueFactory = _ => "error" };
        failOn.AcceptOnlyFromAmong("error", "warning");
        var workflows = new Option<string?>("--workflows") { Description = "Folder with agencies and calendars; found above the first path when absent." };
        var command = new Command("validate", "Says what keeps definitions from running and what they hardly mean.") { paths, format, failOn, workflows };
        command.SetAction(parsed => Run(
            new ValidateOptions(
                parsed.GetRequiredValue(paths), parsed.GetRequiredValue(format), parsed.GetRequiredValue(failOn) == "warning" ? LintSeverity.Warning : LintSeverity.Error,
                parsed.GetValue(workflows)),
            Console.Out, Console.Error));
        return command;
    }

    public static int Run(ValidateOptions options, TextWriter output, TextWriter errors)
    {
        var files = new List<string>();
        foreach (var path in options.Paths)
        {
            if (DefinitionFiles.Find(path) is not { } found)
            {
                errors.WriteLine($"Expected a file, a folder or a pattern that matches some, but '{path}' is none; check the path.");
                return 2;
            }

            files.AddRange(found.Where(file => !files.Contains(file)));
        }

        if (files.Count == 0)
        {
            errors.WriteLine($"Expected definitions in '{string.Join("', '", options.Paths)}', but found none; give a file, or a folder that holds workflow.json files.");
            return 2;
        }

        files.Sort(StringComparer.Ordinal);
        var workflows = options.Workflows ?? ActivityTypes.WorkflowsFolderAbove(files[0]);
        var findings = DefinitionValidation.Of(files, workflows);
        Report.Write(options.Format, findings, files.Count, output);
        return findings.Any(finding => finding.Finding.Severity >= options.FailOn) ? 1 : 0;
    }
}

/// <summary>What the command was called with.</summary>
/// <param name="Paths">Files, folders, patterns.</param>
/// <param name="Format"><c>text</c>, <c>json</c> or <c>sarif</c>.</param>
/// <param name="FailOn">Least severity that fails.</param>
/// <param name="Workflows">Folder with agencies and calendars, or null to find it.</param>
internal sealed record ValidateOptions(IReadOnlyList<string> Paths, string Format, LintSeverity FailOn, string? Workflows);
