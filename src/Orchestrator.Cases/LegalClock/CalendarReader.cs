using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Cases.LegalClock;

/// <summary>Reads <c>calendars/vn.json</c>.</summary>
internal static class CalendarReader
{
    /// <summary>Reads a calendar.</summary>
    /// <param name="json">The file.</param>
    /// <returns>The calendar, or what is wrong with the file: a JSON path and a message.</returns>
    public static CalendarOutcome Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var zone = VietnamTime.Find(Text(root, "timeZone", "$"));
            var weekend = Member(root, "weekend", JsonValueKind.Array, "$").EnumerateArray().Select((day, i) => Weekday(day, $"$.weekend[{i}]")).ToList();
            var years = Member(root, "years", JsonValueKind.Object, "$").EnumerateObject().Select(ReadYear).ToList();
            return new CalendarOutcome.Good(new WorkingCalendar(zone, weekend, years));
        }
        catch (JsonException broken)
        {
            return new CalendarOutcome.Bad("$", $"Expected JSON, but {broken.Message}; correct the file.");
        }
        catch (CalendarFault fault)
        {
            return new CalendarOutcome.Bad(fault.Path, fault.Message);
        }
        catch (ArgumentException fault)
        {
            return new CalendarOutcome.Bad("$.weekend", fault.Message);
        }
    }

    private static KeyValuePair<int, CalendarYear> ReadYear(JsonProperty property)
    {
        var path = $"$.years.{property.Name}";
        if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1900 or > 9998)
            throw new CalendarFault(path, $"Expected a year such as 2026, but found '{property.Name}'; correct the name.");
        var status = Text(property.Value, "status", path);
        if (status is not ("decided" or "assumed"))
            throw new CalendarFault($"{path}.status", $"Expected 'decided' or 'assumed', but found '{status}'; correct it.");
        var holidays = Days(property.Value, "holidays", number, path);
        var working = Days(property.Value, "workingDays", number, path);
        if (holidays.FirstOrDefault(working.Contains) is var both && working.Contains(both))
            throw new CalendarFault($"{path}.workingDays", $"Expected a day to be a holiday or a working day, but {both:yyyy-MM-dd} is both; remove one.");
        return new(number, new CalendarYear(status == "decided", holidays, working));
    }

    private static FrozenSet<DateOnly> Days(JsonElement year, string name, int number, string path)
    {
        var days = new HashSet<DateOnly>();
        var index = 0;
        foreach (var entry in Member(year, name, JsonValueKind.Array, path).EnumerateArray())
        {
            var here = $"{path}.{name}[{index++}]";
            var text = Text(entry, "date", here);
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year != number)
                throw new CalendarFault($"{here}.date", $"Expected a day of {number} as yyyy-MM-dd, but found '{text}'; correct it.");
            if (!days.Add(day)) throw new CalendarFault($"{here}.date", $"Expected each day once, but {text} is there twice; remove one.");
        }

        return days.ToFrozenSet();
    }

    private static DayOfWeek Weekday(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String && Enum.TryParse<DayOfWeek>(value.GetString(), out var day) && Enum.IsDefined(day)
            ? day
            : throw new CalendarFault(path, $"Expected an English weekday such as Saturday, but found {value.GetRawText()}; correct it.");

    private static string Text(JsonElement parent, string name, string path) => Member(parent, name, JsonValueKind.String, path).GetString()!;

    private static JsonElement Member(JsonElement parent, string name, JsonValueKind kind, string path) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw new CalendarFault($"{path}.{name}", $"Expected {kind} in '{name}', but it is missing or something else; add it.");

    private sealed class CalendarFault(string path, string message) : Exception(message)
    {
        public string Path { get; } = path;
    }
}

/// <summary>What came of reading a calendar.</summary>
internal abstract record CalendarOutcome
{
    private CalendarOutcome() { }

    public sealed record Good(WorkingCalendar Calendar) : CalendarOutcome;

    /// <param name="Path">JSON path to the spot.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Bad(string Path, string Message) : CalendarOutcome;
}
