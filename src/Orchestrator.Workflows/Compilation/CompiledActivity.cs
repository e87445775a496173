using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.LogPersistence;

namespace Orchestrator.Workflows.Compilation;

/// <summary>One activity of a compiled workflow.</summary>
internal sealed class CompiledActivity
{
    public required ActivityNode Node { get; init; }

    public required ActivityDescriptor Descriptor { get; init; }

    public required ActivityBehaviour Behaviour { get; set; }

    public required FrozenDictionary<string, CompiledInput> Inputs { get; init; }

    /// <summary>The inputs evaluated when the activity starts, in the descriptor's order.</summary>
    public required ImmutableArray<CompiledInput> EvaluatedAtStart { get; init; }

    /// <summary>The evaluated inputs when they are the same in every run, a JSON object; null when an expression or a conversion has a say.</summary>
    public JsonElement? ConstantInputs { get; init; }

    public required FrozenDictionary<string, OutputBinding> Outputs { get; init; }

    /// <summary>Variables that live as long as one execution of this container.</summary>
    public required ImmutableArray<CompiledVariable> Variables { get; init; }

    /// <summary>Role that owns this activity's incidents.</summary>
    public required string IncidentOwner { get; init; }

    /// <summary>What a fault of this activity does to the case: its own choice, else that of the nearest container that makes one, else the workflow's.</summary>
    public required IncidentStrategy IncidentStrategy { get; init; }

    public JsonElement CustomProperties { get; init; }

    /// <summary>Which values are part of the activity's record; null when neither it nor its workflow says anything.</summary>
    public ActivityLogPlan? LogPlan { get; init; }

    /// <summary>The workflow used as an activity that this activity is drawn in; null for an activity of the case's own workflow.</summary>
    public CompiledFrame? Frame { get; init; }

    /// <summary>What the newest completed execution is remembered by: ids are unique within one workflow only.</summary>
    public string Key => Frame is null ? Id : NodeId;

    /// <summary>What the family prepared for itself: a graph, switch cases, a script.</summary>
    public object? Plan { get; internal set; }

    /// <summary>Ports that a connection leaves. Filled while the surrounding flowchart is compiled.</summary>
    public FrozenSet<string> ConnectedPorts { get; internal set; } = FrozenSet<string>.Empty;

    public string Id => Node.Id;

    public string NodeId => Node.NodeId;
}

/// <summary>An input ready to be evaluated.</summary>
/// <param name="Name">Descriptor name.</param>
/// <param name="TypeName">Type the value is converted to.</param>
/// <param name="Expression">Null when the definition gives no value.</param>
/// <param name="Default">The descriptor's default, or a JSON null.</param>
internal sealed record CompiledInput(string Name, string TypeName, IPreparedExpression? Expression, JsonElement Default);

/// <summary>A variable; <paramref name="Default"/> is converted to its type already.</summary>
internal sealed record CompiledVariable(string Id, string Name, string TypeName, JsonElement Default);

/// <summary>Where an output goes besides the record of the activity.</summary>
internal abstract record OutputBinding
{
    private OutputBinding() { }

    public sealed record ToVariable(string VariableId) : OutputBinding;

    public sealed record ToWorkflowOutput(string Name) : OutputBinding;
}
