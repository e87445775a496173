using System.Text.Json;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Cli.Validation;

/// <summary>One finding and its file.</summary>
internal sealed record FileFinding(string File, LintFinding Finding);

/// <summary>Validates files: what keeps them from running, else what the linter finds.</summary>
internal static class DefinitionValidation
{
    public static IReadOnlyList<FileFinding> Of(IReadOnlyList<string> files, string? workflows)
    {
        // A workflow may start or contain another one of the same call, or one of the same workflows folder.
        var others = workflows is null ? [] : DefinitionFiles.Find(workflows) ?? [];
        var known = files.Concat(others).Select(IdOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var used = new UsableWorkflows(files.Concat(others));
        var compiler = ActivityTypes.Compiler(workflows, used);
        var clashes = used.Clashes().ToLookup(clash => clash.File, clash => LintFinding.Of(clash.Fault), StringComparer.Ordinal);
        var surroundings = new LintSurroundings { HasWorkflow = known.Contains };
        return [.. files.SelectMany(file => WorkflowLinter.Check(compiler.Compile(File.ReadAllBytes(file)), surroundings).Concat(clashes[file])
            .Select(finding => new FileFinding(file.Replace('\\', '/'), finding)))];
    }

    private static string? IdOf(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("definitionId", out var id) ? id.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
