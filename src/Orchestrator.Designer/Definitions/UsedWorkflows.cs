using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>
/// Workflows that stand as activities in other diagrams. Studio shows their content when somebody looks into one, and sends it back with the next save; it belongs
/// to the workflow that is used and is never stored in the one that uses it.
/// </summary>
internal sealed class UsedWorkflows(IDefinitionLibrary library, IActivityCatalog catalog)
{
    // Workflows that use each other twice double with every level; nobody looks deeper.
    private const int Deepest = 8;

    private const string Content = "root";

    /// <summary>The definition with the content of every used workflow as <c>root</c> of the activity that stands for it, node ids included.</summary>
    public async Task<WorkflowDefinition> ExpandAsync(WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var json = JsonObject.Create(definition.Json)!.DeepClone().AsObject();
        if (!await ExpandAsync(json[Content], depth: 0, cancellationToken)) return Read(DefinitionWriter.WithNodeIds(definition));
        return Read(DefinitionWriter.WithNodeIds(Read(JsonSerializer.SerializeToElement(json))));
    }

    /// <summary>Takes the content out again.</summary>
    public JsonElement Fold(JsonElement json)
    {
        if (DefinitionReader.Read(json) is not DefinitionReading.Read { Definition: var definition }) return json;
        var nodes = definition.Activities.Where(node => VersionOf(node.Type, node.Version) is not null && node[Content].ValueKind == JsonValueKind.Object).ToArray();
        if (nodes.Length == 0) return json;
        var folded = JsonNode.Parse(definition.Json.GetRawText())!;
        Fold(folded[Content]);
        return JsonSerializer.SerializeToElement(folded);
    }

    private async Task<bool> ExpandAsync(JsonNode? at, int depth, CancellationToken cancellationToken)
    {
        var isChanged = false;
        switch (at)
        {
            case JsonObject one when depth < Deepest && VersionOf(one) is { } versionId:
                if (await library.ReadAsync(versionId, cancellationToken) is not { } stored || !stored.Json.TryGetProperty(Content, out var root)) break;
                var content = JsonNode.Parse(root.GetRawText());
                await ExpandAsync(content, depth + 1, cancellationToken);

                // As on an Elsa server a workflow of its own stands between, so that node ids are those of the running case.
                one[Content] = new JsonObject { ["id"] = "Workflow1", ["type"] = "Elsa.Workflow", ["version"] = 1, ["name"] = stored.Version.Name, [Content] = content };
                isChanged = true;
                break;
            case JsonObject one:
                foreach (var (_, member) in one.ToArray()) isChanged |= await ExpandAsync(member, depth, cancellationToken);
                break;
            case JsonArray list:
                foreach (var item in list.ToArray()) isChanged |= await ExpandAsync(item, depth, cancellationToken);
                break;
        }

        return isChanged;
    }

    private void Fold(JsonNode? at)
    {
        switch (at)
        {
            case JsonObject one when VersionOf(one) is not null:
                one.Remove(Content);
                break;
            case JsonObject one:
                foreach (var (_, member) in one.ToArray()) Fold(member);
                break;
            case JsonArray list:
                foreach (var item in list) Fold(item);
                break;
        }
    }

    private string? VersionOf(JsonObject one) =>
        one["type"] is JsonValue type && type.GetValueKind() == JsonValueKind.String && one["version"] is JsonValue version && version.GetValueKind() == JsonValueKind.Number
        && version.TryGetValue<int>(out var number)
            ? VersionOf(type.GetValue<string>(), number)
            : null;

    private string? VersionOf(string type, int version) =>
        catalog.TryGet(type, version, out var entry) && entry.Descriptor.CustomProperties is { ValueKind: JsonValueKind.Object } properties
        && properties.TryGetProperty("WorkflowDefinitionVersionId", out var id)
            ? id.GetString()
            : null;

    private static WorkflowDefinition Read(JsonElement json) => ((DefinitionReading.Read)DefinitionReader.Read(json)).Definition;
}
