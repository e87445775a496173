using System.Text.Json;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Draws small definitions for tests.</summary>
internal static class Draw
{
    public static JsonElement Workflow(Dictionary<string, object?> root, string id = "drawn", string? strategy = null, params string[] variables) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, object?>
        {
            ["id"] = id + "-v1",
            ["definitionId"] = id,
            ["name"] = id,
            ["version"] = 1,
            ["variables"] = variables.Select(v => v.Split(':')).Select(v => new { id = "v-" + v[0], name = v[0], typeName = v[1], value = v.Length > 2 ? v[2] : null }),
            ["inputs"] = Array.Empty<object>(),
            ["outputs"] = Array.Empty<object>(),
            ["outcomes"] = Array.Empty<object>(),
            ["customProperties"] = new { },
            ["options"] = new { incidentStrategyType = strategy },
            ["root"] = root,
        });

    public static Dictionary<string, object?> Activity(string type, string id, params (string Name, object? Value)[] properties)
    {
        var activity = new Dictionary<string, object?> { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties) activity[name] = value;
        return activity;
    }

    /// <summary>Connections as <c>A&gt;B</c> or <c>A.Port&gt;B</c>.</summary>
    public static Dictionary<string, object?> Flowchart(string id, Dictionary<string, object?>[] activities, params string[] connections) =>
        Activity("Elsa.Flowchart", id, ("activities", activities), ("connections", connections.Select(Connection).ToArray()));

    public static Dictionary<string, object?> Sequence(string id, params Dictionary<string, object?>[] activities) => Activity("Elsa.Sequence", id, ("activities", activities));

    public static Dictionary<string, object?> Line(string id) => Activity("Elsa.WriteLine", id, ("text", Literal(id)));

    public static Dictionary<string, object?> Event(string id, string name) => Activity("Elsa.Event", id, ("eventName", Literal(name)));

    public static Dictionary<string, object?> Set(string id, string variable, object expression) =>
        Activity("Elsa.SetVariable", id, ("variable", new { id = "v-" + variable, name = variable }), ("value", expression));

    public static Dictionary<string, object?> Decision(string id, string script) => Activity("Elsa.FlowDecision", id, ("condition", JavaScript(script)));

    public static Dictionary<string, object?> Join(string id, string mode) => Activity("Elsa.FlowJoin", id, ("mode", Literal(mode)));

    public static object Literal(object? value) => new { typeName = (string?)null, expression = new { type = "Literal", value } };

    public static object JavaScript(string script) => new { typeName = (string?)null, expression = new { type = "JavaScript", value = script } };

    public static object Bound(string variable) => new { typeName = "Object", memoryReference = new { id = "v-" + variable } };

    private static object Connection(string text)
    {
        var ends = text.Split('>');
        var source = ends[0].Split('.');
        return new { source = new { activity = source[0], port = source.Length > 1 ? source[1] : "Done" }, target = new { activity = ends[1], port = "In" }, vertices = Array.Empty<object>() };
    }
}
