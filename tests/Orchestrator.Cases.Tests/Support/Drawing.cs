using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Cases.Tests;

/// <summary>Draws small flowcharts in Elsa's language.</summary>
internal sealed class Drawing(string definitionId)
{
    private readonly JsonArray _activities = [];
    private readonly JsonArray _connections = [];

    /// <summary>Adds an activity. Text inputs are literals, those that begin with <c>js:</c> are scripts.</summary>
    public Drawing Activity(string id, string type, params (string Input, object Value)[] inputs)
    {
        var activity = new JsonObject
        {
            ["id"] = id,
            ["nodeId"] = $"Workflow1:Root:{id}",
            ["name"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["displayText"] = $"Bước {id}" },
        };
        foreach (var (input, value) in inputs)
        {
            var script = value is string text && text.StartsWith("js:", StringComparison.Ordinal) ? text[3..] : null;
            activity[input] = new JsonObject
            {
                ["typeName"] = value is int ? "Int32" : script is null ? "String" : "Object",
                ["expression"] = new JsonObject { ["type"] = script is null ? "Literal" : "JavaScript", ["value"] = script ?? JsonSerializer.SerializeToNode(value) },
            };
        }

        _activities.Add(activity);
        return this;
    }

    /// <summary>Connects a chain of activities: <c>"A"</c>, <c>"A:Port"</c>, …</summary>
    public Drawing Connect(params string[] chain)
    {
        for (var index = 0; index + 1 < chain.Length; index++)
        {
            var source = chain[index].Split(':');
            _connections.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
                ["target"] = new JsonObject { ["activity"] = chain[index + 1].Split(':')[0], ["port"] = "In" },
            });
        }

        return this;
    }

    public string ToJson() => new JsonObject
    {
        ["definitionId"] = definitionId,
        ["name"] = definitionId,
        ["version"] = 1,
        ["isLatest"] = true,
        ["isPublished"] = true,
        ["root"] = new JsonObject
        {
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["id"] = "Root",
            ["nodeId"] = "Workflow1:Root",
            ["name"] = "Root",
            ["activities"] = _activities,
            ["connections"] = _connections,
        },
    }.ToJsonString();
}
