using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Files;

/// <summary>A definition as a file: written the same way every time, and without what changes by itself, so that a difference shows only what was changed.</summary>
internal static class DefinitionFile
{
    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    /// <summary>The file of a version. Read in again it says the same.</summary>
    public static byte[] Write(StoredDefinition stored)
    {
        var content = JsonObject.Create(stored.Json)!.DeepClone().AsObject();
        content["$schema"] = Schema;
        return DefinitionReader.Read(JsonSerializer.SerializeToElement(content)) is DefinitionReading.Read read
            ? DefinitionWriter.Write(read.Definition)
            : throw new InvalidOperationException($"Expected the stored version '{stored.Version.VersionId}' to be a definition, but it cannot be read; restore the database.");
    }

    /// <summary>Its name when it is sent to somebody.</summary>
    public static string NameOf(DefinitionVersion version)
    {
        var name = string.Concat(version.DefinitionId.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
        return $"{name}.json";
    }
}
