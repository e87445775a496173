namespace Orchestrator.Cases.LegalClock;

/// <summary>
/// Counts time as the law does: in working days of the calendar, the first day not counted, the clock standing still in pauses. Pure.
/// </summary>
internal sealed class DeadlineClock(WorkingCalendar calendar)
{
    /// <summary>More working days than any limit in law; a bound against runaway input.</summary>
    public const int MostWorkingDays = 10_000;

    /// <summary>Which days are worked.</summary>
    public WorkingCalendar Calendar => calendar;

    /// <summary>The day in the calendar's zone.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, calendar.Zone).DateTime);

    /// <summary>The day that a receipt counts for: its own working day before the cut-off, else the next working day.</summary>
    public LegalDay CountingDay(DateTimeOffset receivedAt, TimeOnly? cutOff)
    {
        var local = TimeZoneInfo.ConvertTime(receivedAt, calendar.Zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        var isLate = cutOff is { } time && TimeOnly.FromDateTime(local.DateTime) >= time;
        return AddWorkingDays(isLate && calendar.IsWorkingDay(day) ? day.AddDays(1) : day, 0);
    }

    /// <summary>The working day that is <paramref name="count"/> working days after a day; with 0 the day itself, or the next working day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or beyond <see cref="MostWorkingDays"/>.</exception>
    public LegalDay AddWorkingDays(DateOnly from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostWorkingDays);
        var day = from;
        var provisional = !calendar.IsDecided(day);
        while (!calendar.IsWorkingDay(day)) Step();
        for (var left = count; left > 0; left--)
        {
            do Step();
            while (!calendar.IsWorkingDay(day));
        }

        return new LegalDay(day, provisional);

        void Step()
        {
            day = day.AddDays(1);
            provisional |= !calendar.IsDecided(day);
        }
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; 0 when it is not later.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            if (calendar.IsWorkingDay(day)) count++;
        }

        return count;
    }

    /// <summary>Until when a result is promised.</summary>
    /// <param name="receivedAt">When the application came.</param>
    /// <param name="cutOff">From which time on a receipt counts for the next working day, or null.</param>
    /// <param name="workingDays">The limit.</param>
    /// <param name="pauses">When the clock stood still; overlapping pauses count once.</param>
    public LegalDay PromisedDate(DateTimeOffset receivedAt, TimeOnly? cutOff, int workingDays, IEnumerable<Pause>? pauses = null)
    {
        var start = CountingDay(receivedAt, cutOff);
        var end = AddWorkingDays(start.Date, workingDays + PausedWorkingDays(pauses ?? []));
        return end with { IsProvisional = end.IsProvisional || start.IsProvisional };
    }

    /// <summary>How many working days pauses cost; the day a pause begins is not one of them.</summary>
    public int PausedWorkingDays(IEnumerable<Pause> pauses)
    {
        var total = 0;
        DateOnly? covered = null;
        foreach (var pause in pauses.OrderBy(pause => pause.From))
        {
            var from = DayOf(pause.From);
            var to = DayOf(pause.To);
            if (covered is { } end && end > from) from = end;
            if (to <= from) continue;
            total += WorkingDaysBetween(from, to);
            covered = to;
        }

        return total;
    }

    /// <summary>The last moment of a wait of so many working days that begins now: midnight at the end of its last day.</summary>
    public DateTimeOffset Deadline(DateTimeOffset now, int workingDays) => EndOf(AddWorkingDays(DayOf(now), workingDays).Date);

    /// <summary>Midnight at the end of a day.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, calendar.Zone.GetUtcOffset(midnight));
    }
}

/// <summary>A date that the law gives.</summary>
/// <param name="Date">The day.</param>
/// <param name="IsProvisional">True when a day on the way is in a year whose days off are not decided yet.</param>
internal readonly record struct LegalDay(DateOnly Date, bool IsProvisional);

/// <summary>A time in which the clock stands still.</summary>
internal readonly record struct Pause(DateTimeOffset From, DateTimeOffset To);
