using System.Globalization;
using System.Text;
using Fluid;
using Fluid.Values;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>How templates are rendered: no files, no .NET members, bounded, in the invariant culture and UTC.</summary>
internal static class LiquidOptions
{
    public static readonly TemplateOptions Instance = Build();

    private static TemplateOptions Build()
    {
        var options = new TemplateOptions
        {
            CultureInfo = CultureInfo.InvariantCulture,
            TimeZone = TimeZoneInfo.Utc,
            MaxSteps = ExpressionBounds.TemplateSteps,
            MaxRecursion = ExpressionBounds.TemplateNesting,
        };
        options.Assigned = (_, value, _) =>
        {
            BoundValue(value);
            return new ValueTask<FluidValue>(value);
        };
        options.Captured = (_, value, _) =>
        {
            BoundValue(value);
            return new ValueTask<FluidValue>(value);
        };
        AddFilters(options.Filters);
        return options;
    }

    private static void BoundValue(FluidValue value) => LiquidTime.CheckLength(value is StringValue ? value.ToStringValue().Length : 0);

    private static void AddFilters(FilterCollection filters)
    {
        filters.AddFilter("json", (input, _, context) => new StringValue(LiquidJson.Text(input, context)));
        filters.AddFilter("base64", (input, _, _) => new StringValue(Convert.ToBase64String(Encoding.UTF8.GetBytes(input.ToStringValue()))));
        filters.AddFilter("keys", (input, _, _) => input is DictionaryValue && input.ToObjectValue() is IFluidIndexable members
            ? new ArrayValue([.. members.Keys.Select(FluidValue (key) => new StringValue(key))])
            : ArrayValue.Empty);

        // These can multiply lengths in one step; what they will make is bounded before they make it.
        Bound(filters, "replace", static (input, arguments) => (long)(input.ToStringValue().Length + 1) * (arguments.At(1).ToStringValue().Length + 1));
        Bound(filters, "join", static (input, arguments) => JoinedLength(input, arguments));
        Bound(filters, "append", static (input, arguments) => (long)input.ToStringValue().Length + arguments.At(0).ToStringValue().Length);
        Bound(filters, "prepend", static (input, arguments) => (long)input.ToStringValue().Length + arguments.At(0).ToStringValue().Length);
        foreach (var costly in (ReadOnlySpan<string>)["split", "sort", "sort_natural", "uniq", "map", "where", "reverse", "concat", "escape", "url_encode", "strip_html"])
        {
            Bound(filters, costly, static (_, _) => 0);
        }
    }

    private static long JoinedLength(FluidValue input, FilterArguments arguments)
    {
        if (input is not ArrayValue array)
        {
            return 0;
        }

        var separator = arguments.At(0).ToStringValue().Length;
        var total = 0L;
        foreach (var item in array.Values)
        {
            total += separator + (item is StringValue ? item.ToStringValue().Length : 16);
        }

        return total;
    }

    private static void Bound(FilterCollection filters, string name, Func<FluidValue, FilterArguments, long> length)
    {
        if (filters.TryGetValue(name, out var original))
        {
            filters.AddFilter(name, (input, arguments, context) =>
            {
                LiquidTime.CheckLength(length(input, arguments));
                return original(input, arguments, context);
            });
        }
    }
}
