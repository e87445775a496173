using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Designer.Descriptors;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>
/// Activities whose type is not known here. Studio shows an empty canvas for them, and its auto-save would then wipe the diagram; so they travel as Elsa's
/// placeholder with everything that was drawn inside it, and come back as they were.
/// </summary>
internal static class UnknownActivities
{
    private const string Original = "originalActivityJson";

    /// <summary>Puts placeholders in the place of activities that the catalog does not know.</summary>
    public static JsonElement Hide(WorkflowDefinition definition, IActivityCatalog catalog)
    {
        var unknown = Outermost(definition.Root, node => node.Type != NotFoundActivity.TypeName && !catalog.TryGet(node.Type, node.Version, out _)).ToArray();
        if (unknown.Length == 0) return definition.Json;
        var json = JsonNode.Parse(definition.Json.GetRawText())!;
        foreach (var node in unknown) Replace(json, PathBelow(definition, node), Placeholder(node));
        return JsonSerializer.SerializeToElement(json);
    }

    /// <summary>Puts the originals back; what was moved or renamed on the diagram meanwhile stays so.</summary>
    public static JsonElement Restore(JsonElement json)
    {
        if (DefinitionReader.Read(json) is not DefinitionReading.Read { Definition: var definition }) return json;
        var hidden = Outermost(definition.Root, node => node.Type == NotFoundActivity.TypeName && node[Original].ValueKind == JsonValueKind.String).ToArray();
        if (hidden.Length == 0) return json;
        var restored = JsonNode.Parse(definition.Json.GetRawText())!;
        foreach (var node in hidden)
        {
            if (OriginalOf(node) is { } original) Replace(restored, PathBelow(definition, node), original);
        }

        return JsonSerializer.SerializeToElement(restored);
    }

    private static JsonObject Placeholder(ActivityNode node)
    {
        var metadata = node["metadata"].ValueKind == JsonValueKind.Object ? JsonObject.Create(node["metadata"])!.DeepClone().AsObject() : [];
        metadata["displayText"] = $"Not Found: {node.Type}";
        return new JsonObject
        {
            ["id"] = node.Id,
            ["nodeId"] = node.NodeId,
            ["name"] = node.Name,
            ["type"] = NotFoundActivity.TypeName,
            ["version"] = 1,
            ["missingTypeName"] = node.Type,
            ["missingTypeVersion"] = node.Version,
            [Original] = node.Json.GetRawText(),
            ["customProperties"] = node.CustomProperties.EnumerateObject().Any() ? JsonObject.Create(node.CustomProperties)!.DeepClone() : new JsonObject(),
            ["metadata"] = metadata,
        };
    }

    private static JsonObject? OriginalOf(ActivityNode node)
    {
        try
        {
            if (JsonNode.Parse(node[Original].GetString()!) is not JsonObject original || original["type"] is null) return null;
            original["id"] = node.Id;
            if (node.Json.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("designer", out var drawn))
            {
                if (original["metadata"] is not JsonObject own) original["metadata"] = own = [];
                own["designer"] = JsonNode.Parse(drawn.GetRawText());
            }

            return original;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<ActivityNode> Outermost(ActivityNode? node, Func<ActivityNode, bool> wanted) =>
        node is null ? [] : wanted(node) ? [node] : node.Children.SelectMany(child => Outermost(child, wanted));

    private static string PathBelow(WorkflowDefinition definition, ActivityNode node) => node.Path[(definition.Path.Length + 1)..];

    /// <summary>Paths as the reader writes them: <c>root.activities[2].cases[0].activity</c>.</summary>
    private static void Replace(JsonNode root, string path, JsonObject value)
    {
        JsonNode? at = root;
        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1]) at = Step(at!, step);
        if (steps[^1] is ['[', .., ']'] index) at!.AsArray()[int.Parse(index[1..^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        else at!.AsObject()[steps[^1]] = value;
    }

    private static JsonNode? Step(JsonNode at, string step) =>
        step is ['[', .., ']'] ? at.AsArray()[int.Parse(step[1..^1], System.Globalization.CultureInfo.InvariantCulture)] : at.AsObject()[step];
}
