using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions;

/// <summary>The value of a variable, by name or id. No choice is a null.</summary>
internal sealed class VariableLanguage : IExpressionLanguage
{
    public string Type => "Variable";

    public IPreparedExpression Prepare(JsonElement value, string targetType)
    {
        var reference = ReferenceName.Read(value, Type);
        return reference == default ? new ConstantExpression(JsonValues.Null) : new Reading(reference);
    }

    private sealed class Reading(ReferenceName variable) : IPreparedExpression
    {
        public JsonElement Evaluate(IExpressionScope scope) =>
            (variable.Name is { } name && scope.TryGetVariable(name, out var value)) || (variable.Id is { } id && scope.TryGetVariable(id, out value))
                ? value
                : throw new ExpressionException(
                    "expression-failed",
                    $"Expected a variable '{variable.Name ?? variable.Id}' in reach, but there is none; declare it in this workflow or container, or pick another.");
    }
}
