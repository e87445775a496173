using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions;

/// <summary>JSON, in a string or as it is. A string must hold JSON.</summary>
internal sealed class JsonLanguage : IExpressionLanguage
{
    public string Type => "Json";

    public IPreparedExpression Prepare(JsonElement value, string targetType)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return new ConstantExpression(value);
        }

        var text = value.GetString()!;
        return new ConstantExpression(string.IsNullOrWhiteSpace(text) ? JsonValues.Null : JsonText.ParseExpression(text, Type));
    }
}
