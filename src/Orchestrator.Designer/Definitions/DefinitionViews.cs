using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>Definitions as Elsa's clients read them.</summary>
internal sealed class DefinitionViews(IActivityCatalog catalog)
{
    /// <summary>The version of Elsa's tools whose files we write.</summary>
    public const string ToolVersion = "3.8.2.0";

    private static readonly string[] Lists = ["variables", "inputs", "outputs", "outcomes"];

    /// <summary>A version with its diagram, for a caller.</summary>
    public JsonObject Full(StoredDefinition stored, DesignerCaller caller)
    {
        var version = stored.Version;
        var view = new JsonObject
        {
            ["links"] = JsonSerializer.SerializeToNode(DefinitionLinks.Of(version.DefinitionId, caller), ElsaJson.Options),
            ["id"] = version.VersionId,
            ["definitionId"] = version.DefinitionId,
            ["name"] = version.Name,
            ["description"] = version.Description,
            ["createdAt"] = JsonSerializer.SerializeToNode(version.CreatedAt),
            ["version"] = version.Version,
            ["toolVersion"] = ToolVersion,
        };
        foreach (var member in Drawn(stored.Json))
        {
            if (!view.ContainsKey(member.Name)) view[member.Name] = Node(member.Value);
        }

        foreach (var list in Lists) view[list] ??= new JsonArray();
        view["customProperties"] ??= new JsonObject();
        view["options"] ??= new JsonObject { ["usableAsActivity"] = false, ["autoUpdateConsumingWorkflows"] = false };
        view["isReadonly"] = false;
        view["isSystem"] = false;
        view["isLatest"] = version.IsLatest;
        view["isPublished"] = version.IsPublished;
        RevisionMark.Put(view, version);
        return view;
    }

    /// <summary>A line of the list.</summary>
    public static DefinitionSummary Summary(DefinitionVersion version, DesignerCaller caller, string? remark = null) => new(
        version.VersionId, version.DefinitionId, version.Name, remark is null ? version.Description : $"{remark} {version.Description}".TrimEnd(), version.Version,
        version.IsLatest, version.IsPublished, version.CreatedAt, DefinitionLinks.Of(version.DefinitionId, caller));

    private JsonElement.ObjectEnumerator Drawn(JsonElement json) =>
        (DefinitionReader.Read(json) is DefinitionReading.Read read ? UnknownActivities.Hide(read.Definition, catalog) : json).EnumerateObject();

    private static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value)!.DeepClone(),
        JsonValueKind.Array => JsonArray.Create(value)!.DeepClone(),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };
}

/// <summary>A version without its diagram.</summary>
internal sealed record DefinitionSummary(
    string Id, string DefinitionId, string Name, string? Description, int Version, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt, IReadOnlyList<ElsaLink> Links)
{
    public string ToolVersion { get; } = DefinitionViews.ToolVersion;

    public string MaterializerName { get; } = "Json";

    public bool IsMaterializerAvailable { get; } = true;

    public bool IsReadonly { get; }
}
