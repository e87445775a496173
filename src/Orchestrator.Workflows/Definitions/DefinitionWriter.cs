using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestrator.Workflows.Definitions;

/// <summary>
/// Writes definitions so that the diff of two versions shows only what changed: known members first and in one order, two spaces, one member a line,
/// text unescaped, a line break at the end. Everything is kept, also members that are unknown to us, and the order of lists.
/// </summary>
public static class DefinitionWriter
{
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    private static readonly string[] DefinitionOrder =
    [
        "$schema", "id", "definitionId", "name", "description", "createdAt", "version", "toolVersion", "isLatest", "isPublished", "isReadonly", "isSystem",
        "options", "variables", "inputs", "outputs", "outcomes", "customProperties", "root", "links",
    ];

    private static readonly string[] ActivityOrder = ["id", "nodeId", "name", "type", "version"];

    private static readonly string[] ActivityEnd = ["variables", "activities", "connections", "customProperties", "metadata"];

    /// <summary>UTF-8 JSON of a definition, without byte order mark.</summary>
    public static byte[] Write(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Write(definition.Json, withNodeIds: null);
    }

    /// <summary>The same definition with the <c>nodeId</c> of every activity set to its path of ids, as Studio needs it.</summary>
    public static JsonElement WithNodeIds(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var nodeIds = definition.Activities.ToDictionary(a => a.Path, a => a.NodeId, StringComparer.Ordinal);
        using var document = JsonDocument.Parse(Write(definition.Json, nodeIds, definition.Path));
        return document.RootElement.Clone();
    }

    private static byte[] Write(JsonElement json, Dictionary<string, string>? withNodeIds, string path = "$")
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            WriteValue(writer, json, path, withNodeIds, DefinitionOrder);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement value, string path, Dictionary<string, string>? nodeIds, string[]? order = null)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, value, path, nodeIds, order);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var index = 0;
                foreach (var item in value.EnumerateArray()) WriteValue(writer, item, nodeIds is null ? path : $"{path}[{index++}]", nodeIds);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                // As written: 1.0 must not become 1.
                writer.WriteRawValue(value.GetRawText());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement value, string path, Dictionary<string, string>? nodeIds, string[]? order)
    {
        var nodeId = nodeIds?.GetValueOrDefault(path);
        writer.WriteStartObject();
        foreach (var member in Ordered(value, order ?? (IsActivity(value) ? ActivityOrder : null)))
        {
            if (nodeId is not null && member.NameEquals("nodeId")) continue;
            writer.WritePropertyName(member.Name);
            WriteValue(writer, member.Value, nodeIds is null ? path : $"{path}.{member.Name}", nodeIds);
            if (nodeId is not null && member.NameEquals("id")) writer.WriteString("nodeId", nodeId);
        }

        writer.WriteEndObject();
    }

    private static IEnumerable<JsonProperty> Ordered(JsonElement value, string[]? order)
    {
        if (order is null) return value.EnumerateObject();
        return value.EnumerateObject()
            .Select((member, index) => (member, index))
            .OrderBy(m => Rank(m.member.Name, order))
            .ThenBy(m => m.index)
            .Select(m => m.member);
    }

    private static int Rank(string name, string[] order)
    {
        var first = Array.IndexOf(order, name);
        if (first >= 0) return first - order.Length;
        return order == ActivityOrder ? Array.IndexOf(ActivityEnd, name) + 1 : 0;
    }

    private static bool IsActivity(JsonElement value) =>
        value.Member("type").ValueKind == JsonValueKind.String && value.Member("id").ValueKind == JsonValueKind.String;
}
