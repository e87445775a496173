using System.Collections.Frozen;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Compilation;

/// <summary>What the activities of a workflow that is used as an activity take for their workflow.</summary>
internal sealed class CompiledFrame
{
    /// <summary>The activity that stands for the workflow; one execution of it is one run of the workflow.</summary>
    public required string NodeId { get; init; }

    public required FrozenDictionary<string, ArgumentDefinition> Inputs { get; init; }

    public required FrozenDictionary<string, ArgumentDefinition> Outputs { get; init; }

    /// <summary>Keys of activities by the name or id that expressions may use.</summary>
    public FrozenDictionary<string, string> IdsByName { get; internal set; } = FrozenDictionary<string, string>.Empty;
}
