using System.Text.Json;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace Orchestrator.Cli.Validation;

/// <summary>Finds definition files.</summary>
internal static class DefinitionFiles
{
    /// <summary>
    /// The file itself, every JSON file below a folder that has a root activity, or every file that a pattern with <c>*</c> or <c>**</c> matches; in the
    /// order of their paths. Null when there is no such file, folder or match.
    /// </summary>
    public static IReadOnlyList<string>? Find(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Where(IsDefinition).Order(StringComparer.Ordinal)]
        : path.Contains('*', StringComparison.Ordinal) ? Match(path)
        : null;

    private static string[]? Match(string pattern)
    {
        // What stands before the first wildcard is a folder.
        var parts = pattern.Replace('\\', '/').Split('/');
        var fixedParts = parts.TakeWhile(part => !part.Contains('*', StringComparison.Ordinal)).ToArray();
        var folder = string.Join('/', fixedParts) is { Length: > 0 } named ? named : pattern.StartsWith('/') ? "/" : ".";
        if (!Directory.Exists(folder)) return null;
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(string.Join('/', parts[fixedParts.Length..]));
        var found = matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(folder))).Files
            .Select(match => folder == "." ? match.Path : Path.Combine(folder, match.Path))
            .Order(StringComparer.Ordinal).ToArray();
        return found.Length > 0 ? found : null;
    }

    private static bool IsDefinition(string file)
    {
        // A broken file of that name must be told, not passed over.
        if (Path.GetFileName(file) == "workflow.json")
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("definitionId", out _)
                && document.RootElement.TryGetProperty("root", out var root)
                && root.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
