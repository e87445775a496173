using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions;

/// <summary>
/// JSON in a string, parsed whatever the target's type is. (Elsa parses only for a concrete type and leaves a string where the type is
/// <c>Object</c>, so that members of what the designer drew as an object are undefined.) Text for a text input stays text, and text that does
/// not begin like an object or a list and is not JSON stays text too.
/// </summary>
internal sealed class ObjectLanguage : IExpressionLanguage
{
    public string Type => "Object";

    public IPreparedExpression Prepare(JsonElement value, string targetType)
    {
        var target = DataType.Parse(targetType);
        var parsed = Read(value, target);
        return target.Kind == DataKind.Map && ExpressionMap.TryPrepare(parsed, target, out var map) ? map : new ConstantExpression(parsed);
    }

    private static JsonElement Read(JsonElement value, DataType target)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value;
        }

        var text = value.GetString()!;
        if (string.IsNullOrWhiteSpace(text))
        {
            return JsonValues.Null;
        }

        if (target.Kind == DataKind.Text)
        {
            return value;
        }

        if (JsonText.LooksStructured(text))
        {
            return JsonText.ParseExpression(text, "Object");
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return value;
        }
    }
}
