using System.Collections.Frozen;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities;

/// <summary>A behaviour of Elsa's own activities: may prepare its part of a definition and sees what containers see.</summary>
internal abstract class BuiltInBehaviour : ActivityBehaviour
{
    /// <summary>The port of an activity that chooses none.</summary>
    public const string Done = "Done";

    private static readonly FrozenSet<string> OnlyDone = new[] { Done }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Prepares the activity's own part of a definition; the result is <see cref="CompiledActivity.Plan"/>.</summary>
    public virtual object? Plan(ActivityPlanner planner) => null;

    /// <summary>Ports that a connection may leave, or null when they are known only when it runs.</summary>
    public virtual FrozenSet<string>? Ports(ActivityPlanner planner) => DeclaredPorts(planner.Activity);

    /// <summary>The flow ports of the descriptor; without any, <c>Done</c> (also after an End, where Studio lets one draw on and nothing follows).</summary>
    public static FrozenSet<string> DeclaredPorts(CompiledActivity activity)
    {
        var ports = activity.Descriptor.Ports.Where(p => !p.IsEmbedded).Select(p => p.Name).ToFrozenSet(StringComparer.Ordinal);
        return ports.Count > 0 ? ports : OnlyDone;
    }

    public sealed override void Execute(ActivityTurn turn) => Execute((ExecutionTurn)turn);

    public sealed override void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption) => Resume((ExecutionTurn)turn, bookmark, resumption);

    protected abstract void Execute(ExecutionTurn turn);

    protected virtual void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption) => base.Resume(turn, bookmark, resumption);
}
