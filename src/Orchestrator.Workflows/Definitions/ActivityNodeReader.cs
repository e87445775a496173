using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Workflows.Definitions;

/// <summary>
/// Finds the activities inside an activity without knowing its type: in a property (<c>then</c>, <c>body</c>), in a list (<c>activities</c>,
/// <c>branches</c>), or in a property of a list's items (<c>cases[].activity</c>).
/// </summary>
internal static class ActivityNodeReader
{
    public static ActivityNode Read(JsonElement json, string path, string parentNodeId)
    {
        var id = json.Text("id") ?? "";
        var nodeId = $"{parentNodeId}:{id}";
        var children = ImmutableArray.CreateBuilder<ActivityNode>();
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name is not ("customProperties" or "metadata" or "variables" or "connections"))
                Collect(property.Value, $"{path}.{property.Name}", nodeId, children, depth: 0);
        }

        return new ActivityNode
        {
            Json = json,
            Path = path,
            Id = id,
            NodeId = nodeId,
            Type = json.Text("type") ?? "",
            Version = json.Number("version", 1),
            Name = json.Text("name"),
            DisplayText = json.Object("metadata").Text("displayText") is { Length: > 0 } text ? text : null,
            Children = children.ToImmutable(),
        };
    }

    /// <summary>An activity has a type and an id or version; an expression has a type and a value, a variable an id and a type name.</summary>
    private static bool IsActivity(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.Member("type").ValueKind == JsonValueKind.String
        && (json.Member("version").ValueKind == JsonValueKind.Number || json.Member("id").ValueKind == JsonValueKind.String);

    private static void Collect(JsonElement value, string path, string nodeId, ImmutableArray<ActivityNode>.Builder children, int depth)
    {
        if (IsActivity(value))
        {
            children.Add(Read(value, path, nodeId));
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray()) Collect(item, $"{path}[{index++}]", nodeId, children, depth);
        }
        else if (value.ValueKind == JsonValueKind.Object && depth < 3 && value.Member("expression").IsAbsent())
        {
            foreach (var property in value.EnumerateObject()) Collect(property.Value, $"{path}.{property.Name}", nodeId, children, depth + 1);
        }
    }
}
