using System.Text.Json;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>Activities that start a workflow which does not exist. Ids that are computed when the case runs cannot be checked.</summary>
internal sealed class MissingWorkflow : LintRule
{
    public override string Code => "missing-workflow";

    public override LintSeverity Severity => LintSeverity.Error;

    public override IEnumerable<LintFinding> Check(LintSubject subject)
    {
        if (subject.Surroundings.HasWorkflow is not { } exists) yield break;
        foreach (var activity in subject.Activities)
        {
            if (activity.Node.Type is "Elsa.DispatchWorkflow" or "Elsa.ExecuteWorkflow" or "Elsa.BulkDispatchWorkflows"
                && activity.Inputs.GetValueOrDefault("WorkflowDefinitionId")?.Expression is ConstantExpression { Value: { ValueKind: JsonValueKind.String } id }
                && id.GetString() is { Length: > 0 } definition
                && definition != subject.Definition.DefinitionId
                && !exists(definition))
            {
                yield return Finding(activity, null, definition);
            }
        }
    }
}
