using System.Text.Json;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Data;

/// <summary>
/// Converts JSON values to the types that a definition declares, in the same way on every machine (no culture, no time zone of the host).
/// The rules are in <c>docs/data-types.md</c>.
/// </summary>
public static class TypeConverter
{
    private const int MaximumDepth = 64;

    /// <summary>Converts a value. Null and undefined become a JSON null for every type.</summary>
    /// <param name="value">Any JSON value.</param>
    /// <param name="typeName">A name as <see cref="DataType.Parse(string)"/> reads it.</param>
    /// <exception cref="ExpressionException">Code <c>value-type</c>: the value does not fit.</exception>
    public static JsonElement Convert(JsonElement value, string typeName) => Convert(value, DataType.Parse(typeName));

    /// <summary>Converts a value. Null and undefined become a JSON null for every type.</summary>
    /// <exception cref="ExpressionException">Code <c>value-type</c>: the value does not fit.</exception>
    public static JsonElement Convert(JsonElement value, DataType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Convert(value, type, 0);
    }

    /// <summary>
    /// Converts the default of a variable or input. Studio stores every default as text, so text that holds a JSON object or array is parsed
    /// even when the declared type is <c>Object</c>; empty text is a null.
    /// </summary>
    /// <exception cref="ExpressionException">Code <c>value-type</c>: the value does not fit.</exception>
    public static JsonElement ConvertDefault(JsonElement value, DataType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (value.ValueKind != JsonValueKind.String)
        {
            return Convert(value, type);
        }

        if (value.ValueEquals(ReadOnlySpan<byte>.Empty))
        {
            return JsonValues.Null;
        }

        return type.Kind == DataKind.Any && JsonText.TryParseStructure(JsonValues.TextOf(value), out var parsed) ? parsed : Convert(value, type);
    }

    private static JsonElement Convert(JsonElement value, DataType type, int depth)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return JsonValues.Null;
        }

        if (depth > MaximumDepth)
        {
            throw Misfit.Of(type, value, $"it is nested deeper than {MaximumDepth} levels", "give a flatter value");
        }

        // Studio clears a field by storing an empty string.
        if (type.Kind is not (DataKind.Any or DataKind.Text) && value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(JsonValues.TextOf(value)))
        {
            return JsonValues.Null;
        }

        return type.Kind switch
        {
            DataKind.Any => value,
            DataKind.Text => Scalars.ToText(value),
            DataKind.Boolean => Scalars.ToBoolean(value, type),
            DataKind.Whole => Numbers.ToWhole(value, type),
            DataKind.Single => Numbers.ToSingle(value, type),
            DataKind.Double => Numbers.ToDouble(value, type),
            DataKind.Decimal => Numbers.ToDecimal(value, type),
            DataKind.Guid => Scalars.ToGuid(value, type),
            DataKind.DateTime => Moments.ToDateTime(value, type),
            DataKind.DateTimeOffset => Moments.ToDateTimeOffset(value, type),
            DataKind.Date => Moments.ToDate(value, type),
            DataKind.Time => Moments.ToTime(value, type),
            DataKind.Duration => Durations.ToDuration(value, type),
            DataKind.Json => ToJson(value, type),
            DataKind.Map => ToMap(value, type, depth),
            DataKind.List => ToList(value, type, depth),
            DataKind.Bytes => Scalars.ToBytes(value, type),
            _ => value,
        };
    }

    private static JsonElement ToJson(JsonElement value, DataType type)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value;
        }

        var text = JsonValues.TextOf(value);
        return JsonText.LooksStructured(text) ? JsonText.Parse(text, type, value) : value;
    }

    private static JsonElement ToMap(JsonElement value, DataType type, int depth)
    {
        var map = value.ValueKind == JsonValueKind.String ? JsonText.Parse(JsonValues.TextOf(value), type, value) : value;
        if (map.ValueKind == JsonValueKind.Null)
        {
            return JsonValues.Null;
        }

        if (map.ValueKind != JsonValueKind.Object)
        {
            throw Misfit.Of(type, value, null, "give a JSON object such as {\"key\": \"value\"}");
        }

        return type.Element is not { } element
            ? map
            : JsonValues.Write(writer =>
            {
                writer.WriteStartObject();
                foreach (var member in map.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Convert(member.Value, element, depth + 1).WriteTo(writer);
                }

                writer.WriteEndObject();
            });
    }

    private static JsonElement ToList(JsonElement value, DataType type, int depth)
    {
        var list = value;
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = JsonValues.TextOf(value);
            if (text.AsSpan().TrimStart().StartsWith("["))
            {
                list = JsonText.Parse(text, type, value);
            }
        }

        var element = type.Element ?? DataType.Any;
        if (list.ValueKind == JsonValueKind.Array && element.Kind == DataKind.Any)
        {
            return list;
        }

        return JsonValues.Write(writer =>
        {
            writer.WriteStartArray();
            if (list.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in list.EnumerateArray())
                {
                    Convert(item, element, depth + 1).WriteTo(writer);
                }
            }
            else
            {
                // As in Elsa: one value where a list is wanted is a list of one.
                Convert(list, element, depth + 1).WriteTo(writer);
            }

            writer.WriteEndArray();
        });
    }
}
