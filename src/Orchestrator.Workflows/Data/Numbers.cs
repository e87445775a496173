using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Workflows.Data;

/// <summary>Numbers. A comma is refused rather than read as a thousands separator, because most of our readers write decimals with it.</summary>
internal static class Numbers
{
    private const NumberStyles WholeText = NumberStyles.Integer;
    private const NumberStyles FractionText = NumberStyles.Float;
    private const string UseAPoint = "write digits with a point before the decimals, such as 1250.5";

    public static JsonElement ToWhole(JsonElement value, DataType type)
    {
        var range = $"give a whole number from {type.Minimum} to {type.Maximum}";
        decimal number;
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return JsonValues.Number(value.ValueKind == JsonValueKind.True ? 1m : 0m);
            case JsonValueKind.Number when value.TryGetDecimal(out var exact):
                // Banker's rounding: what .NET, and so Elsa, does with a fraction.
                number = Math.Round(exact, MidpointRounding.ToEven);
                break;
            case JsonValueKind.Number:
                throw Misfit.Of(type, value, "it is out of range", range);
            case JsonValueKind.String when decimal.TryParse(JsonValues.TextOf(value), WholeText, CultureInfo.InvariantCulture, out number):
                break;
            default:
                throw Misfit.Of(type, value, null, range);
        }

        return number >= type.Minimum && number <= type.Maximum
            ? JsonValues.Number(number)
            : throw Misfit.Of(type, value, "it is out of range", range);
    }

    public static JsonElement ToSingle(JsonElement value, DataType type)
    {
        var number = (float)Float(value, type);
        return float.IsFinite(number) ? JsonValues.Number(number) : throw Misfit.Of(type, value, "it is out of range", UseAPoint);
    }

    public static JsonElement ToDouble(JsonElement value, DataType type)
    {
        var number = Float(value, type);
        return double.IsFinite(number) ? JsonValues.Number(number) : throw Misfit.Of(type, value, "it is out of range", UseAPoint);
    }

    public static JsonElement ToDecimal(JsonElement value, DataType type)
    {
        decimal number;
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                number = value.ValueKind == JsonValueKind.True ? 1m : 0m;
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out number):
                break;
            case JsonValueKind.Number:
                throw Misfit.Of(type, value, "it is out of range", UseAPoint);
            case JsonValueKind.String when decimal.TryParse(JsonValues.TextOf(value), FractionText, CultureInfo.InvariantCulture, out number):
                break;
            default:
                throw Misfit.Of(type, value, null, UseAPoint);
        }

        return JsonValues.Number(number);
    }

    private static double Float(JsonElement value, DataType type)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return 1;
            case JsonValueKind.False:
                return 0;
            case JsonValueKind.Number:
                return value.GetDouble();
            case JsonValueKind.String when double.TryParse(JsonValues.TextOf(value), FractionText, CultureInfo.InvariantCulture, out var number):
                return number;
            default:
                throw Misfit.Of(type, value, null, UseAPoint);
        }
    }
}
