using System.Collections.Frozen;

namespace Orchestrator.Cases.LegalClock;

/// <summary>Which days are worked: the weekly rule, and for each year its holidays and make-up days. Immutable.</summary>
internal sealed class WorkingCalendar
{
    private readonly FrozenSet<DayOfWeek> _weekend;
    private readonly FrozenDictionary<int, CalendarYear> _years;

    public WorkingCalendar(TimeZoneInfo zone, IEnumerable<DayOfWeek> weekend, IEnumerable<KeyValuePair<int, CalendarYear>> years)
    {
        Zone = zone;
        _weekend = weekend.ToFrozenSet();
        _years = years.ToFrozenDictionary();
        if (_weekend.Count >= 7) throw new ArgumentException("Expected at least one working day a week, but every day is a weekend day.", nameof(weekend));
    }

    /// <summary>Saturdays and Sundays off, no year known: every date it gives is provisional.</summary>
    public static WorkingCalendar WeeklyRule { get; } = new(VietnamTime.Zone, [DayOfWeek.Saturday, DayOfWeek.Sunday], []);

    /// <summary>Where the days are counted.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The years it knows.</summary>
    public IEnumerable<int> Years => _years.Keys.Order();

    /// <summary>True when the day is worked. In a year it does not know, the weekly rule alone.</summary>
    public bool IsWorkingDay(DateOnly day)
    {
        var weekly = !_weekend.Contains(day.DayOfWeek);
        if (!_years.TryGetValue(day.Year, out var year)) return weekly;
        return year.WorkingDays.Contains(day) || (weekly && !year.Holidays.Contains(day));
    }

    /// <summary>True when the government has decided the days off of the day's year.</summary>
    public bool IsDecided(DateOnly day) => _years.TryGetValue(day.Year, out var year) && year.IsDecided;
}

/// <summary>What is special about a year.</summary>
/// <param name="IsDecided">False while the days are computed from the law, before the yearly decision.</param>
/// <param name="Holidays">Days off.</param>
/// <param name="WorkingDays">Weekend days that are worked to make up for exchanged ones.</param>
internal sealed record CalendarYear(bool IsDecided, FrozenSet<DateOnly> Holidays, FrozenSet<DateOnly> WorkingDays);
