using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

/// <summary>
/// A definition as a file below <c>workflows/</c>. What a file says already stays as it stands there, byte for byte, so that a difference shows only what was
/// changed; what a store or an editor changes by itself (ids of versions, numbers, times, measured sizes) stays as it was in the file.
/// </summary>
public static class DefinitionFile
{
    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    /// <summary>The file of a definition.</summary>
    /// <param name="content">What is to be in it: a definition in Elsa's JSON.</param>
    /// <param name="before">The file as it is; empty for a new one.</param>
    /// <returns>UTF-8; <paramref name="before"/> itself when it says the same already.</returns>
    /// <exception cref="ArgumentException">The content is no definition.</exception>
    public static ReadOnlyMemory<byte> Write(JsonElement content, ReadOnlyMemory<byte> before)
    {
        if (DefinitionReader.Read(content) is not DefinitionReading.Read { Definition: var definition })
            throw new ArgumentException("Expected a definition in Elsa 3's form, but the JSON is none; export it again.", nameof(content));
        var normal = DefinitionContent.Normalize(content, definition.DefinitionId ?? "", before: null).Json;
        if (Read(before) is not { } file) return Fresh(normal);
        if (DefinitionContent.Hash(normal) == DefinitionContent.Hash(DefinitionContent.Normalize(file, definition.DefinitionId ?? "", before: null).Json)) return before;

        var settled = JsonObject.Create(normal)!.DeepClone().AsObject();
        foreach (var member in file.EnumerateObject().Where(member => DefinitionContent.IsBookkeeping(member.Name))) settled[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        if (!HasNodeIds(file)) RemoveNodeIds(settled);
        StableForm.Apply(settled, JsonObject.Create(file)!);
        return DefinitionPatch.Write(JsonSerializer.SerializeToElement(settled), file, EndsWithLine(before));
    }

    /// <summary>The id of the definition in a file; null when the file holds none.</summary>
    public static string? DefinitionIdOf(ReadOnlyMemory<byte> file) =>
        Read(file) is { } json && json.TryGetProperty("definitionId", out var id) && id.ValueKind == JsonValueKind.String && json.TryGetProperty("root", out _) ? id.GetString() : null;

    /// <summary>What a file says as <see cref="DefinitionVersion.ContentHash"/> has it; null when it holds no definition.</summary>
    public static string? ContentHashOf(ReadOnlyMemory<byte> file) =>
        DefinitionIdOf(file) is { } id && Read(file) is { } json ? DefinitionContent.Hash(DefinitionContent.Normalize(json, id, before: null).Json) : null;

    private static byte[] Fresh(JsonElement normal)
    {
        var content = JsonObject.Create(normal)!.DeepClone().AsObject();
        content["$schema"] = Schema;
        return DefinitionReader.Read(JsonSerializer.SerializeToElement(content)) is DefinitionReading.Read read
            ? DefinitionWriter.Write(read.Definition)
            : throw new System.Diagnostics.UnreachableException();
    }

    private static JsonElement? Read(ReadOnlyMemory<byte> file)
    {
        if (file.IsEmpty || DefinitionReader.Read(file) is not DefinitionReading.Read { Definition.Path: "$" }) return null;
        using var document = JsonDocument.Parse(file);
        return document.RootElement.Clone();
    }

    private static bool HasNodeIds(JsonElement file) => file.TryGetProperty("root", out var root) && root.ValueKind == JsonValueKind.Object && root.TryGetProperty("nodeId", out _);

    private static void RemoveNodeIds(JsonNode? at)
    {
        switch (at)
        {
            case JsonObject one:
                if (one["type"] is not null && one["id"] is not null) one.Remove("nodeId");
                foreach (var member in one.ToArray()) RemoveNodeIds(member.Value);
                break;
            case JsonArray list:
                foreach (var item in list) RemoveNodeIds(item);
                break;
        }
    }

    private static bool EndsWithLine(ReadOnlyMemory<byte> file) => file.Span[^1] == (byte)'\n';
}
