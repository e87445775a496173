using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

/// <summary>What a definition says, apart from what a store or an editor writes into it on every save.</summary>
internal static class DefinitionContent
{
    private static readonly HashSet<string> Bookkeeping =
        new(StringComparer.Ordinal) { "$schema", "id", "version", "createdAt", "isLatest", "isPublished", "isReadonly", "isSystem", "toolVersion", "links" };

    /// <summary>True for a member that a store or an editor writes by itself.</summary>
    public static bool IsBookkeeping(string name) => Bookkeeping.Contains(name);

    /// <summary>SHA-256 in hexadecimal over the definition with members in name order and without its bookkeeping.</summary>
    public static string Hash(JsonElement definition)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) Write(writer, definition, top: true);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>
    /// What is stored of a save: without bookkeeping, under the definition's id, every node id set, and written like the version before wherever it says the
    /// same, so that a difference shows only what was changed.
    /// </summary>
    /// <exception cref="ArgumentException">The JSON is no definition; it was not read before.</exception>
    public static WorkflowDefinition Normalize(JsonElement json, string definitionId, JsonElement? before)
    {
        if (DefinitionReader.Read(json) is not DefinitionReading.Read read)
            throw new ArgumentException("Expected a definition that was read before, but the JSON is none.", nameof(json));
        var content = JsonObject.Create(DefinitionWriter.WithNodeIds(read.Definition))!;
        foreach (var name in Bookkeeping) content.Remove(name);
        content["definitionId"] = definitionId;
        if (before is { } old) StableForm.Apply(content, JsonObject.Create(old)!);
        var normal = JsonSerializer.SerializeToElement(content);
        return DefinitionReader.Read(normal) is DefinitionReading.Read again
            ? again.Definition
            : throw new ArgumentException("Expected a definition that was read before, but the JSON is none.", nameof(json));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, bool top)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    if (top && Bookkeeping.Contains(member.Name)) continue;
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, top: false);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item, top: false);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
