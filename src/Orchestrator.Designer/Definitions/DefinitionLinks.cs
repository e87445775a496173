using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;

namespace Orchestrator.Designer.Definitions;

/// <summary>What a caller may do with definitions, as links: Studio is read-only where the link <c>publish</c> is missing.</summary>
internal static class DefinitionLinks
{
    /// <summary>Links of one definition.</summary>
    public static IReadOnlyList<ElsaLink> Of(string definitionId, DesignerCaller caller)
    {
        var path = $"/workflow-definitions/{Uri.EscapeDataString(definitionId)}";
        List<ElsaLink> links =
        [
            new(path, "self", "GET"), new($"/workflow-definitions/by-definition-id/{Uri.EscapeDataString(definitionId)}", "self", "GET"),
            new($"{path}/versions", "versions", "GET"), new($"{path}/export", "export", "POST"),
        ];
        if (caller.May(DesignerRight.RunDefinitions)) links.AddRange([new($"{path}/bulk-dispatch", "bulk-dispatch", "POST"), new($"{path}/dispatch", "dispatch", "POST"), new($"{path}/execute", "execute", "POST")]);
        if (caller.May(DesignerRight.EditDefinitions)) links.AddRange([new(path, "delete", "DELETE"), new($"{path}/import", "import", "PUT")]);
        if (caller.May(DesignerRight.PublishDefinitions))
        {
            links.AddRange(
                [new($"{path}/publish", "publish", "POST"), new($"{path}/retract", "retract", "POST"), new($"{path}/update-references", "update-references", "POST")]);
        }

        return links;
    }

    /// <summary>Links of the list.</summary>
    public static IReadOnlyList<ElsaLink> OfList(DesignerCaller caller)
    {
        List<ElsaLink> links =
        [
            new("/workflow-definitions", "self", "GET"), new("/workflow-definitions/validation/is-name-unique", "is-name-unique", "GET"),
            new("/workflow-definitions/query/count", "count", "GET"), new("/workflow-definitions/many-by-id", "many-by-id", "GET"),
        ];
        if (caller.May(DesignerRight.PublishDefinitions))
        {
            links.AddRange(
            [
                new("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
                new("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"),
            ]);
        }

        if (caller.May(DesignerRight.EditDefinitions))
        {
            links.AddRange(
            [
                new("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST"),
                new("/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST"), new("/workflow-definitions/import", "import", "POST"),
                new("/workflow-definitions/import-files", "import-files", "POST"), new("/workflow-definitions", "create", "POST"),
            ]);
        }

        return links;
    }
}
