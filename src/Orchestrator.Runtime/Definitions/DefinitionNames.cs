using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

/// <summary>What a definition is called in lists.</summary>
internal static class DefinitionNames
{
    /// <summary>Its name, else its id.</summary>
    public static string Of(WorkflowDefinition definition) => definition.Name is { Length: > 0 } name ? name : definition.DefinitionId ?? "";

    /// <summary>Id of a version.</summary>
    public static string VersionId(string definitionId, int version) => $"{definitionId}:{version}";
}
