using System.CommandLine;
using System.Globalization;
using Orchestrator.Agencies.Changes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Cli.Validation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Cli.Agencies;

/// <summary><c>orchestrator agencies diff &lt;old&gt; &lt;new&gt; [--procedures dir]</c>: 0 when nothing breaks, 1 when something does, 2 when a file cannot be read.</summary>
internal static class AgencyDiffCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("old") { Description = "The agency's OpenAPI document as it was." };
        var after = new Argument<string>("new") { Description = "The document as it is to be." };
        var procedures = new Option<string?>("--procedures") { Description = "A folder of definitions: only what one of them uses counts as broken." };
        var diff = new Command("diff", "Says what a changed agency document breaks, and in which procedures.") { before, after, procedures };
        diff.SetAction(parsed => Run(parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), parsed.GetValue(procedures), Console.Out, Console.Error));
        return new Command("agencies", "Works with agency documents.") { diff };
    }

    public static int Run(string before, string after, string? procedures, TextWriter output, TextWriter errors)
    {
        try
        {
            if (Read(before, errors) is not { } old || Read(after, errors) is not { } next)
                return 2;
            var changes = DocumentComparison.Of(old, next);
            foreach (var change in changes)
                output.WriteLine($"{Word(change.Kind)}: {change.Message}");
            var isBroken = procedures is null
                ? changes.Any(change => change.Kind == ChangeKind.Breaks)
                : Impacts(procedures, old, changes, output).Any(impact => impact.Change.Kind == ChangeKind.Breaks);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{changes.Length} differences, {changes.Count(change => change.Kind == ChangeKind.Breaks)} of them breaking"));
            return isBroken ? 1 : 0;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"Expected readable files, but {unusable.Message}; check the paths.");
            return 2;
        }
    }

    private static List<ChangeImpact> Impacts(string folder, AgencyDocument old, IReadOnlyCollection<DocumentChange> changes, TextWriter output)
    {
        var all = new List<ChangeImpact>();
        foreach (var file in DefinitionFiles.Find(folder))
        {
            if (DefinitionReader.Read(File.ReadAllBytes(file)) is not DefinitionReading.Read { Definition: var definition })
            {
                output.WriteLine($"{file}: is no definition that can be read; run 'orchestrator validate' on it.");
                continue;
            }

            var impacts = ChangeImpacts.On(definition, old, changes);
            foreach (var impact in impacts)
                output.WriteLine($"{file}: {impact.Path} ({impact.Activity}): {Word(impact.Change.Kind)}: {impact.Change.Message}");
            all.AddRange(impacts);
        }

        return all;
    }

    private static AgencyDocument? Read(string file, TextWriter errors)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".";
        var reading = DocumentReader.Read(File.ReadAllText(file), file, Path.GetFileName(folder), path => File.Exists(Path.Combine(folder, path)) ? File.ReadAllText(Path.Combine(folder, path)) : null);
        foreach (var fault in reading.Faults)
            errors.WriteLine(fault);
        return reading.Document;
    }

    private static string Word(ChangeKind kind) => kind.ToString().ToLowerInvariant();
}
