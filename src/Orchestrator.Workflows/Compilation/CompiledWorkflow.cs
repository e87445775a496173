using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Definitions;

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

    /// <summary>The definition that was compiled; null only for a workflow made without one.</summary>
    public WorkflowDefinition? Definition { get; init; }

    /// <summary>Workflows that this one uses as activities, in document order; what those use in turn is theirs.</summary>
    public ImmutableArray<WorkflowUse> Uses { get; init; } = [];

    /// <summary>
    /// What of a version that was published earlier is refused by now, with its path and what to do; empty for a version that can run. Cases that run on it get an incident
    /// where they come to it; no new one may be started.
    /// </summary>
    public ImmutableArray<DefinitionFault> Refusals { get; init; } = [];

    internal CompiledActivity? Root { get; init; }

    internal ImmutableArray<CompiledVariable> Variables { get; init; } = [];

    internal FrozenDictionary<string, CompiledActivity> ByNodeId { get; init; } = FrozenDictionary<string, CompiledActivity>.Empty;

    /// <summary>What undoes activities, by node id; not drawn, so kept apart from what is.</summary>
    internal FrozenDictionary<string, CompiledActivity> Compensations { get; init; } = FrozenDictionary<string, CompiledActivity>.Empty;

    /// <summary>Activity ids by the name or id that expressions may use.</summary>
    internal FrozenDictionary<string, string> IdsByName { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Declared types of workflow inputs and outputs.</summary>
    internal FrozenDictionary<string, ArgumentDefinition> Inputs { get; init; } = FrozenDictionary<string, ArgumentDefinition>.Empty;

    internal FrozenDictionary<string, ArgumentDefinition> Outputs { get; init; } = FrozenDictionary<string, ArgumentDefinition>.Empty;

    internal CompiledActivity? Find(string nodeId) => ByNodeId.GetValueOrDefault(nodeId) ?? Compensations.GetValueOrDefault(nodeId);

    internal CompiledActivity Activity(string nodeId) =>
        Find(nodeId) is { } activity
            ? activity
            : throw new InvalidOperationException($"Expected version {VersionId} to have the activity {nodeId}, but it has not; run the case with the version it started with.");
}
