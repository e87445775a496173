using System.Collections.Frozen;

namespace Orchestrator.Workflows.Data;

/// <summary>Reads the ways in which Elsa's files have named types over the years.</summary>
internal static class TypeName
{
    private const string Unregistered = "UnregisteredClrType:";
    private const int MaximumNesting = 16;

    private static readonly FrozenDictionary<string, DataType> Known = Build().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Lists = new[]
    {
        "List", "IList", "ICollection", "IEnumerable", "IReadOnlyList", "IReadOnlyCollection", "Collection", "HashSet", "ISet", "ImmutableArray", "ImmutableList",
        "ArrayList",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Maps =
        new[] { "Dictionary", "IDictionary", "IReadOnlyDictionary" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static DataType Parse(string name) => Parse(name.AsSpan(), 0) ?? Unknown(name);

    private static DataType Unknown(string name) => new(name, DataKind.Any) { IsKnown = false };

    private static DataType? Parse(ReadOnlySpan<char> text, int depth)
    {
        text = text.Trim();
        if (depth > MaximumNesting || text.IsEmpty)
        {
            return null;
        }

        if (text.StartsWith(Unregistered, StringComparison.Ordinal))
        {
            return Parse(text[Unregistered.Length..], depth + 1);
        }

        text = WithoutAssembly(text);
        if (text.EndsWith("[]", StringComparison.Ordinal))
        {
            var element = Parse(text[..^2], depth + 1);
            return element is { Kind: DataKind.Whole, Name: "Byte" } ? Known["ByteArray"] : element?.AsArray();
        }

        if (text.EndsWith("?", StringComparison.Ordinal))
        {
            return Parse(text[..^1], depth + 1);
        }

        return Known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Simple(text), out var known) ? known : Generic(text, depth);
    }

    /// <summary>Both <c>List&lt;T&gt;</c> and <c>System.Collections.Generic.List`1[[T, assembly]]</c>.</summary>
    private static DataType? Generic(ReadOnlySpan<char> text, int depth)
    {
        var open = text.IndexOfAny('<', '[');
        if (open <= 0 || text[^1] is not ('>' or ']'))
        {
            return Lists.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Simple(text)) ? DataType.Any.AsArray() : null;
        }

        var outer = Simple(text[..open]);
        var tick = outer.IndexOf('`');
        outer = tick < 0 ? outer : outer[..tick];
        var arguments = Arguments(text[(open + 1)..^1]);
        if (arguments.Count == 0)
        {
            return null;
        }

        var last = Parse(arguments[^1], depth + 1) ?? Unknown(arguments[^1]);
        if (arguments.Count == 1 && Lists.GetAlternateLookup<ReadOnlySpan<char>>().Contains(outer))
        {
            return new DataType($"List<{last.Name}>", DataKind.List) { Element = last };
        }

        if (arguments.Count == 2 && Maps.GetAlternateLookup<ReadOnlySpan<char>>().Contains(outer))
        {
            return last.Kind switch
            {
                DataKind.Any => Known["ObjectDictionary"],
                DataKind.Text => Known["StringDictionary"],
                _ => new DataType($"Dictionary<String, {last.Name}>", DataKind.Map) { Element = last },
            };
        }

        return outer.Equals("Nullable", StringComparison.OrdinalIgnoreCase) ? last : null;
    }

    private static List<string> Arguments(ReadOnlySpan<char> text)
    {
        var found = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' or '[' => 1, '>' or ']' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                found.Add(Bare(text[start..i]));
                start = i + 1;
            }
        }

        found.Add(Bare(text[start..]));
        return found;
    }

    private static string Bare(ReadOnlySpan<char> argument)
    {
        argument = argument.Trim();
        return (argument.Length > 1 && argument[0] == '[' && argument[^1] == ']' ? argument[1..^1] : argument).ToString();
    }

    /// <summary>Cuts <c>, Assembly, Version=…</c> behind the type, not a comma inside its arguments.</summary>
    private static ReadOnlySpan<char> WithoutAssembly(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' or '[' => 1, '>' or ']' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                return text[..i].TrimEnd();
            }
        }

        return text;
    }

    private static ReadOnlySpan<char> Simple(ReadOnlySpan<char> text) => text[(text.LastIndexOf('.') + 1)..];

    private static Dictionary<string, DataType> Build()
    {
        var known = new Dictionary<string, DataType>(StringComparer.OrdinalIgnoreCase) { ["Object"] = DataType.Any };

        void Add(DataType type, params ReadOnlySpan<string> others)
        {
            known[type.Name] = type;
            foreach (var other in others)
            {
                known[other] = type;
            }
        }

        static DataType Whole(string name, decimal minimum, decimal maximum) =>
            new(name, DataKind.Whole) { Minimum = minimum, Maximum = maximum };

        Add(new DataType("String", DataKind.Text), "Char", "Uri");
        Add(new DataType("Boolean", DataKind.Boolean), "Bool");
        Add(Whole("Byte", byte.MinValue, byte.MaxValue));
        Add(Whole("SByte", sbyte.MinValue, sbyte.MaxValue));
        Add(Whole("Int16", short.MinValue, short.MaxValue), "Short");
        Add(Whole("UInt16", ushort.MinValue, ushort.MaxValue));
        Add(Whole("Int32", int.MinValue, int.MaxValue), "Int");
        Add(Whole("UInt32", uint.MinValue, uint.MaxValue));
        Add(Whole("Int64", long.MinValue, long.MaxValue), "Long");
        Add(Whole("UInt64", ulong.MinValue, ulong.MaxValue));
        Add(new DataType("Single", DataKind.Single), "Float");
        Add(new DataType("Double", DataKind.Double));
        Add(new DataType("Decimal", DataKind.Decimal));
        Add(new DataType("Guid", DataKind.Guid));
        Add(new DataType("DateTime", DataKind.DateTime));
        Add(new DataType("DateTimeOffset", DataKind.DateTimeOffset));
        Add(new DataType("DateOnly", DataKind.Date));
        Add(new DataType("TimeOnly", DataKind.Time));
        Add(new DataType("TimeSpan", DataKind.Duration));
        Add(new DataType("ObjectDictionary", DataKind.Map));
        Add(new DataType("StringDictionary", DataKind.Map) { Element = known["String"] });
        Add(new DataType("JSON", DataKind.Map), "ExpandoObject");
        Add(new DataType("JsonObject", DataKind.Map));
        Add(new DataType("JsonElement", DataKind.Json));
        Add(new DataType("JsonNode", DataKind.Json), "JsonDocument", "JsonValue");
        Add(new DataType("JsonArray", DataKind.List) { Element = DataType.Any });
        Add(new DataType("ByteArray", DataKind.Bytes));

        // Elsa lists these; their values exist only inside Elsa's own HTTP activities and pass as they are.
        foreach (var opaque in (ReadOnlySpan<string>)
            ["Stream", "LogPersistenceMode", "HttpRouteData", "HttpRequest", "HttpResponse", "HttpResponseMessage", "HttpHeaders", "IFormFile", "HttpFile", "Downloadable"])
        {
            Add(new DataType(opaque, DataKind.Any));
        }

        return known;
    }
}
