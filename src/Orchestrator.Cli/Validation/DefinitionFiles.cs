using System.Text.Json;

namespace Orchestrator.Cli.Validation;

/// <summary>Finds definition files.</summary>
internal static class DefinitionFiles
{
    /// <summary>The file itself, or every JSON file below the folder that has a root activity, in the order of their paths.</summary>
    public static IReadOnlyList<string> Find(string path) =>
        File.Exists(path)
            ? [path]
            : [.. Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Where(IsDefinition).Order(StringComparer.Ordinal)];

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
