using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Compilation;

/// <summary>Writes into a definition which version of other workflows its activities use.</summary>
public static class WorkflowUses
{
    /// <summary>The definition with the type, version and ids of the given uses in the activities at their paths; everything else as it was.</summary>
    public static JsonElement Pin(WorkflowDefinition definition, IEnumerable<WorkflowUse> uses)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var byPath = uses.ToDictionary(use => use.Path, StringComparer.Ordinal);
        return Data.JsonValues.Write(writer => Write(writer, definition.Json, definition.Path, byPath));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, string path, Dictionary<string, WorkflowUse> uses)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when uses.TryGetValue(path, out var use):
                writer.WriteStartObject();
                WritePins(writer, use);
                foreach (var member in value.EnumerateObject().Where(m => !IsPin(m.Name))) WriteMember(writer, member, path, uses);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject()) WriteMember(writer, member, path, uses);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var index = 0;
                foreach (var item in value.EnumerateArray()) Write(writer, item, $"{path}[{index++}]", uses);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonProperty member, string path, Dictionary<string, WorkflowUse> uses)
    {
        writer.WritePropertyName(member.Name);
        Write(writer, member.Value, $"{path}.{member.Name}", uses);
    }

    private static void WritePins(Utf8JsonWriter writer, WorkflowUse use)
    {
        writer.WriteString("type", use.TypeName);
        writer.WriteNumber("version", use.Version);
        writer.WriteString("workflowDefinitionId", use.DefinitionId);
        writer.WriteString("workflowDefinitionVersionId", use.VersionId);
        writer.WriteNumber("latestAvailablePublishedVersion", use.Version);
        writer.WriteString("latestAvailablePublishedVersionId", use.VersionId);
    }

    private static bool IsPin(string name) => name is "type" or "version" or "workflowDefinitionId" or "workflowDefinitionVersionId"
        or "latestAvailablePublishedVersion" or "latestAvailablePublishedVersionId";
}
