using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Compilation;

/// <summary>
/// What stands in a stored version for what would no longer be published: the version can be read and its cases found, and a case that comes to it gets an incident
/// with the reason.
/// </summary>
internal static class Refused
{
    public const string Code = "version-refused";

    public static Fault Because(DefinitionFault fault) => new(
        Code, $"Expected a version that can run, but it was published before this was refused: {fault.Message} Publish a corrected version, migrate the case to it, then retry.", fault.Path);

    /// <summary>An activity type that nobody knows any more.</summary>
    public static ActivityEntry Unknown(ActivityNode node, DefinitionFault fault) => new(
        new() { TypeName = node.Type, Version = node.Version, Category = "", DisplayName = node.Type, Description = fault.Message }, new RefusedActivity(fault, null));
}

/// <summary>An expression that is refused by now.</summary>
internal sealed class RefusedExpression(DefinitionFault fault) : IPreparedExpression
{
    public JsonElement Evaluate(IExpressionScope scope) => throw new ExpressionException(Refused.Code, Refused.Because(fault).Message);
}

/// <summary>
/// An activity that is refused by now. It does not begin; what waited when it was refused ends as it was drawn, because that was decided before. A container does not
/// know any more what follows: it keeps its place with an incident, so that a person goes on from there.
/// </summary>
/// <param name="fault">Why.</param>
/// <param name="drawn">What it was, or null when that is not known.</param>
internal sealed class RefusedActivity(DefinitionFault fault, ActivityBehaviour? drawn) : ContainerBehaviour
{
    /// <summary>True when nobody knows what it was, so that no answer can be used.</summary>
    public bool IsUnknown => drawn is null;

    public override bool RunsOnDemand => true;

    public override CompensatingActivity? CompensatedBy => drawn?.CompensatedBy;

    public override CompensationNeed CompensationOf(ActivityExecution run) => drawn?.CompensationOf(run) ?? new CompensationNeed.Impossible(CompensationReasons.NoRule);

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) => turn.OpenIncident(Refused.Because(fault));

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child)
    {
        turn.OpenIncident(Refused.Because(fault));
        return true;
    }

    public override bool Receive(ExecutionTurn turn, ContainerSignal signal)
    {
        turn.OpenIncident(Refused.Because(fault));
        return true;
    }

    protected override void Execute(ExecutionTurn turn) => turn.Fault(Refused.Because(fault));

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption)
    {
        if (drawn is null) turn.Fault(Refused.Because(fault));
        else drawn.Resume(turn, bookmark, resumption);
    }
}
