using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions;

/// <summary>
/// What Studio's dictionary editor stores: an object whose values are themselves expressions,
/// <c>{"Key": {"type": "JavaScript", "value": "…"}}</c>. An object of any other form is plain data.
/// </summary>
internal sealed class ExpressionMap : IPreparedExpression
{
    private readonly (string Key, IPreparedExpression Value)[] entries;

    private ExpressionMap((string Key, IPreparedExpression Value)[] entries) => this.entries = entries;

    public static bool TryPrepare(JsonElement value, DataType type, [NotNullWhen(true)] out ExpressionMap? map)
    {
        map = null;
        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any() || !value.EnumerateObject().All(member => IsExpression(member.Value)))
        {
            return false;
        }

        var targetType = (type.Element ?? DataType.Any).Name;
        map = new ExpressionMap([.. value.EnumerateObject().Select(member => (
            member.Name,
            ExpressionLanguages.Prepare(member.Value.GetProperty("type").GetString()!, member.Value.GetProperty("value"), targetType)))]);
        return true;
    }

    public JsonElement Evaluate(IExpressionScope scope)
    {
        var values = Array.ConvertAll(entries, entry => (entry.Key, Value: entry.Value.Evaluate(scope)));
        return JsonValues.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (key, value) in values)
            {
                writer.WritePropertyName(key);
                (value.ValueKind == JsonValueKind.Undefined ? JsonValues.Null : value).WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }

    private static bool IsExpression(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.GetPropertyCount() == 2
        && value.TryGetProperty("value", out _)
        && value.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
        && ExpressionLanguages.TryGet(type.GetString()!, out _);
}
