using System.Text.Json;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>A compensation of a scope in which nothing says how it is undone.</summary>
internal sealed class NothingToCompensate : LintRule
{
    public override string Code => "nothing-to-compensate";

    public override IEnumerable<LintFinding> Check(LintSubject subject) =>
        subject.Activities.Where(activity => activity.Behaviour is Compensate && InScope(subject, activity) is { } scope && !scope.Any(inside => inside.Behaviour.CompensatedBy is not null))
            .Select(activity => Finding(activity));

    /// <summary>Null when the scope is known only when it runs.</summary>
    private static IEnumerable<CompiledActivity>? InScope(LintSubject subject, CompiledActivity compensate)
    {
        var expression = compensate.Node["scope"].Object("expression");
        if (expression.ValueKind == JsonValueKind.Object && (expression.Text("type") ?? "Literal") != "Literal") return null;
        var named = expression.Text("value") is { Length: > 0 } written ? written : null;
        if (named == CompensationScope.WholeCase) return subject.Everything;
        var root = named is null
            ? compensate.NodeId[..Math.Max(0, compensate.NodeId.LastIndexOf(':'))]
            : subject.Activities.FirstOrDefault(activity => activity.Id == named || activity.Node.Name == named)?.NodeId;
        return root is null ? null : subject.Everything.Where(activity => activity.NodeId == root || activity.NodeId.StartsWith(root + ":", StringComparison.Ordinal));
    }
}
