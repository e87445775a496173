using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestrator.Workflows.Data;

/// <summary>
/// Durations: <c>00:01:00</c>, <c>1.00:00:00</c> (days before the point, as in .NET) or ISO 8601 <c>PT1M</c>, <c>P1D</c>, <c>P2W</c>.
/// Months and years are refused: they have no fixed length.
/// </summary>
internal static partial class Durations
{
    public static JsonElement ToDuration(JsonElement value, DataType type)
    {
        const string Advice = "write it as 1.02:03:04 (days.hours:minutes:seconds) or P1DT2H3M4S";
        switch (value.ValueKind)
        {
            case JsonValueKind.String when TryRead(JsonValues.TextOf(value), out var duration):
                return Written(duration);

            // What a script returns that copied a duration member by member.
            case JsonValueKind.Object when value.TryGetProperty("Ticks", out var ticks) && ticks.ValueKind == JsonValueKind.Number && ticks.TryGetInt64(out var count):
                return Written(TimeSpan.FromTicks(count));
            case JsonValueKind.Number:
                throw Misfit.Of(type, value, "a bare number has no unit", Advice);
            default:
                throw Misfit.Of(type, value, null, Advice);
        }
    }

    public static bool TryRead(string text, out TimeSpan duration)
    {
        text = text.Trim();
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration) || TryReadIso(text, out duration);
    }

    private static JsonElement Written(TimeSpan duration) => JsonValues.Text(duration.ToString("c", CultureInfo.InvariantCulture));

    private static bool TryReadIso(string text, out TimeSpan duration)
    {
        duration = default;
        var match = IsoDuration().Match(text);
        if (!match.Success || text[^1] is 'P' or 'T')
        {
            return false;
        }

        decimal Part(string name) =>
            match.Groups[name] is { Success: true } part && decimal.TryParse(part.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0m;

        try
        {
            var seconds = (((((Part("w") * 7) + Part("d")) * 24) + Part("h")) * 60) + Part("m");
            var ticks = ((seconds * 60) + Part("s")) * TimeSpan.TicksPerSecond;
            duration = TimeSpan.FromTicks((long)(match.Groups["sign"].Value == "-" ? -ticks : ticks));
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(?<sign>-)?P(?:(?<w>\d{1,9})W)?(?:(?<d>\d{1,9}(?:\.\d+)?)D)?(?:T(?:(?<h>\d{1,9}(?:\.\d+)?)H)?(?:(?<m>\d{1,9}(?:\.\d+)?)M)?(?:(?<s>\d{1,12}(?:\.\d+)?)S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex IsoDuration();
}
