using System.Text.Json;

namespace Orchestrator.Runtime.Tests.Stores;

/// <summary>Small definitions, as a designer would draw them.</summary>
public static class Drawn
{
    /// <summary>Waits for the events named, one after the other, then ends.</summary>
    public static string Waits(params string[] events) => Sequence("waits-" + string.Join('-', events), [.. events.Select(Event)]);

    /// <summary>Runs through without waiting.</summary>
    public static string Straight(int steps) => Sequence($"straight-{steps}", [.. Enumerable.Range(0, steps).Select(Line)]);

    /// <summary>Waits for the time given, then for an event.</summary>
    public static string Sleeps(TimeSpan time) => Sequence($"sleeps-{time.TotalSeconds}", [
        Activity("delay", "Elsa.Delay", new { timeSpan = Input("TimeSpan", "Literal", time.ToString("c")) }), Event("after"),
    ]);

    /// <summary>Publishes an event to the cases of a correlation id, or to all.</summary>
    public static string Publishes(string name, string? correlationId = null) => Sequence($"publishes-{name}-{correlationId}", [
        Activity("publish", "Elsa.PublishEvent", new
        {
            eventName = Input("String", "Literal", name),
            correlationId = correlationId is null ? null : Input("String", "Literal", correlationId),
        }),
    ]);

    /// <summary>Starts a child and waits for its end.</summary>
    public static string Dispatches(string definitionId) => Sequence($"dispatches-{definitionId}", [
        Activity("child", "Elsa.DispatchWorkflow", new
        {
            workflowDefinitionId = Input("String", "Literal", definitionId),
            waitForCompletion = Input("Boolean", "Literal", true),
        }),
    ]);

    /// <summary>Starts a child for every item and waits for them.</summary>
    public static string DispatchesEach(string definitionId, params string[] items) => Sequence($"dispatches-each-{definitionId}", [
        Activity("children", "Elsa.BulkDispatchWorkflows", new
        {
            workflowDefinitionId = Input("String", "Literal", definitionId),
            items = Input("Object", "Object", JsonSerializer.Serialize(items)),
        }),
    ]);

    /// <summary>The definition as one of which there is one running case at a time.</summary>
    public static string OneAtATime(string definition)
    {
        var changed = System.Text.Json.Nodes.JsonNode.Parse(definition)!;
        changed["options"] = new System.Text.Json.Nodes.JsonObject { ["activationStrategyType"] = "SingletonStrategy" };
        return changed.ToJsonString();
    }

    public static string Sequence(string definitionId, object[] activities) => JsonSerializer.Serialize(new
    {
        definitionId,
        name = definitionId,
        root = new { id = "root", nodeId = "Workflow1:root", type = "Elsa.Sequence", version = 1, activities },
    });

    public static object Event(string name) => Activity("event-" + name, "Elsa.Event", new { eventName = Input("String", "Literal", name) });

    public static object Activity(string id, string type, object inputs)
    {
        var activity = JsonSerializer.SerializeToNode(inputs)!.AsObject();
        (activity["id"], activity["nodeId"], activity["type"], activity["version"]) = (id, "Workflow1:root:" + id, type, 1);
        return activity;
    }

    /// <summary>The activity as one that starts cases by itself.</summary>
    public static object Starts(object activity)
    {
        var starting = ((System.Text.Json.Nodes.JsonObject)activity).DeepClone().AsObject();
        starting["customProperties"] = JsonSerializer.SerializeToNode(new { canStartWorkflow = true });
        return starting;
    }

    public static object Literal(string type, object value) => Input(type, "Literal", value);

    private static object Line(int number) => Activity($"line-{number}", "Elsa.WriteLine", new { text = Input("String", "Literal", $"line {number}") });

    private static object Input(string typeName, string expression, object value) => new { typeName, expression = new { type = expression, value } };
}
