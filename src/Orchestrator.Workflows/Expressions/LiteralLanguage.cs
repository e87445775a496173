using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions;

/// <summary>A value as written. The engine converts it to the type of the input.</summary>
internal sealed class LiteralLanguage : IExpressionLanguage
{
    public string Type => "Literal";

    public IPreparedExpression Prepare(JsonElement value, string targetType) => new ConstantExpression(value);
}

/// <summary>An expression that always has the same value.</summary>
internal sealed class ConstantExpression(JsonElement value) : IPreparedExpression
{
    private readonly JsonElement value = value.ValueKind == JsonValueKind.Undefined ? JsonValues.Null : value.Clone();

    public JsonElement Value => value;

    public JsonElement Evaluate(IExpressionScope scope) => value;
}
