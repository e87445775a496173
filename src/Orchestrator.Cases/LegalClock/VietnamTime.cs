namespace Orchestrator.Cases.LegalClock;

/// <summary>Legal days are days in Viet Nam, wherever the server stands.</summary>
internal static class VietnamTime
{
    /// <summary>Asia/Ho_Chi_Minh; UTC+7 without summer time where the system has no time zone data.</summary>
    public static TimeZoneInfo Zone { get; } = Find("Asia/Ho_Chi_Minh");

    /// <summary>The zone with that IANA id, or UTC+7 when the system does not know it.</summary>
    public static TimeZoneInfo Find(string id) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.FromHours(7), id, id);

    /// <summary>The moment with Viet Nam's offset.</summary>
    public static DateTimeOffset Of(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>The day in Viet Nam.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(Of(at).DateTime);
}
