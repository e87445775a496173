using System.Globalization;
using System.Text.Json;
using Fluid;
using Fluid.Values;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>Writes template values as JSON, bounded in size and depth.</summary>
internal static class LiquidJson
{
    public static string Text(FluidValue value, TemplateContext context) =>
        JsonValues.Write(writer => Write(writer, value, context, 0)).GetRawText();

    private static void Write(Utf8JsonWriter writer, FluidValue value, TemplateContext context, int depth)
    {
        LiquidTime.CheckLength(writer.BytesCommitted + writer.BytesPending);
        if (depth > ExpressionBounds.OutputDepth)
        {
            throw LiquidTime.Bound($"writes JSON nested deeper than {ExpressionBounds.OutputDepth} levels", null);
        }

        switch (value)
        {
            case NilValue:
                writer.WriteNullValue();
                break;
            case BooleanValue:
                writer.WriteBooleanValue(value.ToBooleanValue());
                break;
            case NumberValue:
                writer.WriteNumberValue(value.ToNumberValue());
                break;
            case DateTimeValue when value.ToObjectValue() is DateTimeOffset moment:
                writer.WriteStringValue(moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
                break;
            case ArrayValue array:
                writer.WriteStartArray();
                foreach (var item in array.Values)
                {
                    Write(writer, item, context, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case DictionaryValue when value.ToObjectValue() is IFluidIndexable members:
                writer.WriteStartObject();
                foreach (var key in members.Keys)
                {
                    writer.WritePropertyName(key);
                    Write(writer, members.TryGetValue(key, out var member) ? member : NilValue.Instance, context, depth + 1);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(value.ToStringValue());
                break;
        }
    }
}
