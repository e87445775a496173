namespace Orchestrator.Workflows.Compilation;

/// <summary>A definition version ready to run: graph, ports, prepared expressions. Immutable, shared by all its cases.</summary>
public sealed class CompiledWorkflow
{
    /// <summary>Stable id of the definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Id of this version.</summary>
    public required string VersionId { get; init; }

    /// <summary>Number of this version, from 1.</summary>
    public required int Version { get; init; }
}
