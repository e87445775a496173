using System.Collections.Frozen;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Compilation;

/// <summary>
/// Prepares what undoes activities: for each that can be undone one activity beside it, and one that a person starts from an incident. None of them is drawn,
/// but each runs as a drawn one does, so that it waits, is retried, becomes an incident and is a step of the case like any other.
/// </summary>
internal static class CompiledCompensations
{
    /// <summary>Ends the id of what undoes an activity; alone, it is the id of a compensation that a person started.</summary>
    public const string Suffix = "~compensation";

    public static FrozenDictionary<string, CompiledActivity> Of(IEnumerable<CompiledActivity> drawn, CompiledActivity root)
    {
        var frame = root.NodeId[..Math.Max(0, root.NodeId.LastIndexOf(':'))];
        return drawn
            .Where(activity => activity.Behaviour.CompensatedBy is not null)
            .Select(activity => Beside(activity, activity.Behaviour.CompensatedBy!))
            .Append(Prepare(Compensate.OnDemand, Suffix, $"{frame}:{Suffix}", Compensate.OnDemandName, root))
            .ToFrozenDictionary(activity => activity.NodeId, StringComparer.Ordinal);
    }

    private static CompiledActivity Beside(CompiledActivity activity, CompensatingActivity undo) =>
        Prepare(undo.Activity, activity.Id + Suffix, activity.NodeId + Suffix, undo.Name, activity);

    private static CompiledActivity Prepare(ActivityEntry entry, string id, string nodeId, string name, CompiledActivity near) => new()
    {
        Node = new ActivityNode
        {
            Json = JsonMembers.EmptyObject,
            Path = near.Node.Path,
            Id = id,
            NodeId = nodeId,
            Type = entry.Descriptor.TypeName,
            Version = entry.Descriptor.Version,
            Name = name,
        },
        Descriptor = entry.Descriptor,
        Behaviour = entry.Behaviour,
        Inputs = FrozenDictionary<string, CompiledInput>.Empty,
        EvaluatedAtStart = [],
        Outputs = FrozenDictionary<string, OutputBinding>.Empty,
        Variables = [],
        Frame = near.Frame,
        IncidentOwner = near.IncidentOwner,
        IncidentStrategy = near.IncidentStrategy,
        CustomProperties = JsonMembers.EmptyObject,
    };
}
