using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Cases.Procedures;

/// <summary>A place in a file that is being read; every unmet expectation is reported with its path and reading goes on.</summary>
internal sealed class JsonSpot(JsonElement value, string path, Action<string, string> fault)
{
    public string Path => path;

    public bool Has(string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null;

    public JsonSpot Child(string name)
    {
        var found = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;
        return new JsonSpot(found, $"{path}.{name}", fault);
    }

    public IEnumerable<JsonSpot> List(string name, bool isRequired = true)
    {
        if (!Has(name) && !isRequired) return [];
        if (Has(name) && value.GetProperty(name) is { ValueKind: JsonValueKind.Array } list)
            return [.. list.EnumerateArray().Select((item, index) => new JsonSpot(item, $"{path}.{name}[{index}]", fault))];
        fault($"{path}.{name}", "Expected a list, but it is missing or something else; write one.");
        return [];
    }

    /// <summary>A value, or each of a list of values.</summary>
    public ImmutableArray<JsonElement> Values(string name)
    {
        if (Has(name)) return value.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [value.GetProperty(name)];
        fault($"{path}.{name}", "Expected a value or a list of values, but there is none; write what it must be equal to.");
        return [];
    }

    public string Itself(Func<string, bool> isGood, string expected)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && isGood(text)) return text;
        fault(path, $"Expected {expected}, but found {(value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText())}; correct it.");
        return string.Empty;
    }

    public string Text(string name, Func<string, bool> isGood, string expected) => Child(name).Itself(isGood, expected);

    public BilingualText Bilingual(string name) =>
        new(Child(name).Text("vi", text => text.Length > 0, "a Vietnamese text"), Child(name).Text("en", text => text.Length > 0, "an English text"));

    public DateOnly Day(string name)
    {
        var day = default(DateOnly);
        Text(name, text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day), "a day as yyyy-MM-dd");
        return day;
    }

    public TimeOnly Time(string name)
    {
        var time = default(TimeOnly);
        Text(name, text => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time), "a time as HH:mm");
        return time;
    }

    public int? Count(string name, bool isRequired = true)
    {
        if (!Has(name) && !isRequired) return null;
        if (Has(name) && value.GetProperty(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var count) && count is >= 0 and <= 1000) return count;
        fault($"{path}.{name}", "Expected a whole number of working days from 0 to 1000, but it is missing or something else; correct it.");
        return null;
    }
}
