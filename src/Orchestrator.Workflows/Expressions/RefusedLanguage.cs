using System.Text.Json;

namespace Orchestrator.Workflows.Expressions;

/// <summary>A kind that Elsa has and that is not run here.</summary>
internal sealed class RefusedLanguage(string type, string reason) : IExpressionLanguage
{
    public string Type => type;

    public IPreparedExpression Prepare(JsonElement value, string targetType) =>
        throw new ExpressionException(
            "expression-syntax", $"Expected an expression that can run here, but {type} is refused because {reason}; write it in JavaScript or Liquid.");
}
