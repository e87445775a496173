using Cronos;

namespace Orchestrator.Workflows.Activities.Time;

/// <summary>
/// Cron expressions as Elsa takes them: five fields, or six with seconds first, or a macro like <c>@daily</c>; names of months and days, <c>L</c>, <c>W</c> and <c>#</c>.
/// </summary>
public sealed class CronTimes
{
    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private CronTimes(CronExpression expression, TimeZoneInfo zone) => (_expression, _zone) = (expression, zone);

    /// <summary>The time of Viet Nam, in which schedules are meant unless configuration says otherwise.</summary>
    public static TimeZoneInfo Vietnam { get; } = TimeZoneInfo.TryFindSystemTimeZoneById("Asia/Ho_Chi_Minh", out var zone)
        ? zone
        : TimeZoneInfo.CreateCustomTimeZone("Asia/Ho_Chi_Minh", TimeSpan.FromHours(7), "Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh");

    /// <summary>Reads an expression.</summary>
    /// <returns>Null when it is none; <paramref name="reason"/> says why.</returns>
    public static CronTimes? Read(string? text, TimeZoneInfo zone, out string reason)
    {
        reason = "there is none";
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            var hasSeconds = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == 6;
            return new CronTimes(CronExpression.Parse(text, hasSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard), zone);
        }
        catch (CronFormatException problem)
        {
            reason = problem.Message;
            return null;
        }
    }

    /// <summary>The next time after a moment, or null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _expression.GetNextOccurrence(after, _zone);

    /// <summary>The last time in (<paramref name="after"/>, <paramref name="until"/>], or null when there is none. Takes time in proportion to how many there are.</summary>
    public DateTimeOffset? Last(DateTimeOffset after, DateTimeOffset until)
    {
        DateTimeOffset? last = null;
        for (var next = Next(after); next <= until; next = Next(next.Value)) last = next;
        return last;
    }
}
