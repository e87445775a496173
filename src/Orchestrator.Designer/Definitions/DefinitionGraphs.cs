using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>Parts of a diagram by node id, and who uses whom.</summary>
internal static class DefinitionGraphs
{
    /// <summary>Maps subgraphs, segments and consumers.</summary>
    public static void MapDefinitionGraphs(this ElsaRoutes routes)
    {
        routes.Get("/workflow-definitions/subgraph/{versionId}", DesignerRight.ReadDefinitions, SubgraphAsync);
        routes.Get("/workflow-definitions/subgraph/segments/{versionId}", DesignerRight.ReadDefinitions, SegmentsAsync);
        routes.Get("/workflow-definitions/{definitionId}/consumers", DesignerRight.ReadDefinitions, Consumers);
        routes.Post("/workflow-definitions/{definitionId}/update-references", DesignerRight.PublishDefinitions, UpdateReferencesAsync);
    }

    private static async Task<IResult> SubgraphAsync(HttpContext context, IDefinitionLibrary library, UsedWorkflows used, string versionId, string? parentNodeId)
    {
        if (await ReadAsync(library, used, versionId, context.RequestAborted) is not { Root: { } root } definition) return ElsaAnswers.NotFound(DesignerTexts.Format("definition.version.none", versionId));

        // As on an Elsa server an unknown place means the whole workflow.
        return ElsaAnswers.Ok(root.WithDescendants().FirstOrDefault(node => node.NodeId == parentNodeId) is { } wanted ? NodeView.Of(wanted, PortOf(root, wanted)) : NodeView.Of(definition));
    }

    private static async Task<IResult> SegmentsAsync(HttpContext context, IDefinitionLibrary library, UsedWorkflows used, string versionId, string? childNodeId)
    {
        if (await ReadAsync(library, used, versionId, context.RequestAborted) is not { Root: { } root } definition) return ElsaAnswers.NotFound(DesignerTexts.Format("definition.version.none", versionId));
        var line = LineTo(root, childNodeId);
        if (line.Count == 0) return ElsaAnswers.Refused(DesignerTexts.Format("definition.node.none", childNodeId));

        // A breadcrumb for every slot on the way that is not simply drawn on a diagram: the activity that has the slot, and the slot.
        var segments = line.Zip(line.Skip(1)).Where(pair => pair.First.Type is not ("Elsa.Workflow" or "Elsa.Flowchart"))
            .Select(pair => new { activityNodeId = pair.First.NodeId, activityId = pair.First.Id, activityType = pair.First.Type, portName = PortOf(root, pair.Second), activityName = pair.First.Name ?? pair.First.Type })
            .ToArray();
        var container = segments is [.., var last] ? line.First(node => node.NodeId == last.activityNodeId) : null;
        return ElsaAnswers.Ok(new
        {
            childNode = NodeView.Of(line[^1], PortOf(root, line[^1])),
            container = container is null ? NodeView.Of(definition) : NodeView.Of(container, PortOf(root, container)),
            pathSegments = segments,
        });
    }

    private static IResult Consumers(IPublishedWorkflows published, string definitionId) =>
        ElsaAnswers.Ok(new { consumingWorkflowDefinitionIds = ConsumersOf(published, definitionId) });

    private static async Task<IResult> UpdateReferencesAsync(HttpContext context, IPublishedWorkflows published, IDefinitionLibrary library, string definitionId)
    {
        if ((await library.HistoryAsync(definitionId, context.RequestAborted)).Count == 0) return ElsaAnswers.NotFound(DesignerTexts.Format("definition.none", definitionId));

        // Where a workflow says that its users follow it, they did when it was published.
        var before = published.All.Select(one => one.Workflow.VersionId).ToHashSet(StringComparer.Ordinal);
        await published.RefreshAsync(context.RequestAborted);
        return ElsaAnswers.Ok(new { affectedWorkflows = published.All.Where(one => !before.Contains(one.Workflow.VersionId)).Select(one => one.Workflow.Definition?.Name).ToArray() });
    }

    private static string[] ConsumersOf(IPublishedWorkflows published, string definitionId)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([definitionId]);
        while (open.TryPop(out var used))
        {
            foreach (var consumer in published.All.Where(one => one.Workflow.Uses.Any(use => use.DefinitionId == used)))
            {
                if (found.Add(consumer.Workflow.DefinitionId)) open.Push(consumer.Workflow.DefinitionId);
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static async Task<WorkflowDefinition?> ReadAsync(IDefinitionLibrary library, UsedWorkflows used, string versionId, CancellationToken cancellationToken) =>
        await library.ReadAsync(versionId, cancellationToken) is { } stored && DefinitionReader.Read(stored.Json) is DefinitionReading.Read read
            ? await used.ExpandAsync(read.Definition, cancellationToken)
            : null;

    private static List<ActivityNode> LineTo(ActivityNode from, string? nodeId)
    {
        if (from.NodeId == nodeId) return [from];
        foreach (var child in from.Children)
        {
            if (LineTo(child, nodeId) is [_, ..] below) return [from, .. below];
        }

        return [];
    }

    private static string PortOf(ActivityNode root, ActivityNode node) => ReferenceEquals(root, node) ? "Root" : Pascal(Slot(node));

    private static string Slot(ActivityNode node)
    {
        var last = node.Path[(node.Path.LastIndexOf('.') + 1)..];
        return last.IndexOf('[', StringComparison.Ordinal) is var list and >= 0 ? last[..list] : last;
    }

    private static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private sealed record NodeView(string NodeId, string Port, JsonElement Activity, IReadOnlyList<NodeView> Children)
    {
        public static NodeView Of(ActivityNode node, string port) => new(node.NodeId, port, node.Json, [.. node.Children.Select(child => Of(child, Pascal(Slot(child))))]);

        /// <summary>The workflow itself, which no file has a node for.</summary>
        public static NodeView Of(WorkflowDefinition definition) => new(
            "Workflow1", "", JsonSerializer.SerializeToElement(new { id = "Workflow1", nodeId = "Workflow1", type = "Elsa.Workflow", version = 1, name = definition.Name, root = definition.Root!.Json }),
            [Of(definition.Root, "Root")]);
    }
}
