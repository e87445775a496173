using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Workflows.Data;

/// <summary>
/// Dates and times. Written as ISO 8601; also read in the form that Studio's picker stores (<c>5/6/2024 12:00:00 AM</c>, month first) and in its
/// Vietnamese form, which puts the time first or ends in SA/CH and is so told apart (day first).
/// </summary>
internal static class Moments
{
    private const string Advice = "write it as 2024-05-06T07:08:09+07:00 or 2024-05-06";

    private static readonly string[] Iso =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz", "yyyyMMdd'T'HHmmssK",
    ];

    private static readonly string[] American =
        ["M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm tt", "M/d/yyyy HH:mm:ss", "M/d/yyyy HH:mm", "M/d/yyyy", "M/d/yyyy h:mm:ss tt zzz", "M/d/yyyy HH:mm:ss zzz"];

    private static readonly string[] Vietnamese = ["H:mm:ss d/M/yyyy", "H:mm d/M/yyyy", "d/M/yyyy h:mm:ss tt", "d/M/yyyy h:mm tt"];

    private static readonly CultureInfo VietnameseMarkers = MakeVietnamese();

    public static JsonElement ToDateTime(JsonElement value, DataType type)
    {
        var (moment, hasOffset) = Read(value, type);
        return JsonValues.Text(hasOffset ? WithOffset(moment) : moment.DateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
    }

    public static JsonElement ToDateTimeOffset(JsonElement value, DataType type) => JsonValues.Text(WithOffset(Read(value, type).Moment));

    public static JsonElement ToDate(JsonElement value, DataType type) =>
        JsonValues.Text(Read(value, type).Moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static JsonElement ToTime(JsonElement value, DataType type) =>
        value.ValueKind == JsonValueKind.String && TimeOnly.TryParse(JsonValues.TextOf(value), CultureInfo.InvariantCulture, out var time)
            ? JsonValues.Text(time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture))
            : throw Misfit.Of(type, value, null, "write it as 07:08:09");

    /// <summary>Reads a date and time; without an offset UTC is meant.</summary>
    public static bool TryRead(string text, out DateTimeOffset moment, out bool hasOffset)
    {
        text = text.Trim();
        var invariant = CultureInfo.InvariantCulture;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;

        hasOffset = false;
        if (DateTimeOffset.TryParseExact(text, Iso, invariant, Utc, out moment))
        {
            // The offset is the only sign behind the time part.
            hasOffset = text[^1] is 'Z' or 'z' || text.AsSpan(Math.Min(10, text.Length)).IndexOfAny('+', '-') >= 0;
            return true;
        }

        if (DateTimeOffset.TryParseExact(text, American, invariant, Utc, out moment))
        {
            hasOffset = text.AsSpan().IndexOfAny('+', '-') >= 0;
            return true;
        }

        return DateTimeOffset.TryParseExact(text, Vietnamese, VietnameseMarkers, Utc, out moment);
    }

    private static (DateTimeOffset Moment, bool HasOffset) Read(JsonElement value, DataType type) =>
        value.ValueKind == JsonValueKind.String && TryRead(JsonValues.TextOf(value), out var moment, out var hasOffset)
            ? (moment, hasOffset)
            : throw Misfit.Of(type, value, null, Advice);

    private static string WithOffset(DateTimeOffset moment) =>
        moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static CultureInfo MakeVietnamese()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.AMDesignator = "SA";
        culture.DateTimeFormat.PMDesignator = "CH";
        return culture;
    }
}
