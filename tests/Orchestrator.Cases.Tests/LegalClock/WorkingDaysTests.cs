using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Orchestrator.Cases.LegalClock;

namespace Orchestrator.Cases.Tests.LegalClock;

public sealed class WorkingDaysTests
{
    private static readonly DeadlineClock Clock = TestCalendar.Clock;

    private static readonly Arbitrary<DateOnly> Days =
        Gen.Choose(0, 900).Select(offset => new DateOnly(2025, 6, 1).AddDays(offset)).ToArbitrary();

    private static readonly Arbitrary<int> Counts = Gen.Choose(0, 120).ToArbitrary();

    [Property(MaxTest = 300)]
    public Property Adding_in_two_parts_equals_adding_at_once() => Prop.ForAll(Days, Counts, Counts, (day, a, b) =>
        Clock.AddWorkingDays(Clock.AddWorkingDays(day, a).Date, b).Date == Clock.AddWorkingDays(day, a + b).Date);

    [Property(MaxTest = 300)]
    public Property Counting_undoes_adding() => Prop.ForAll(Days, Counts, (day, count) =>
    {
        var start = Clock.AddWorkingDays(day, 0).Date;
        return Clock.WorkingDaysBetween(start, Clock.AddWorkingDays(start, count).Date) == count;
    });

    [Property(MaxTest = 300)]
    public Property A_later_day_or_a_longer_limit_never_gives_an_earlier_date() => Prop.ForAll(Days, Counts, Counts, (day, count, more) =>
        Clock.AddWorkingDays(day.AddDays(more), count).Date >= Clock.AddWorkingDays(day, count).Date
        && Clock.AddWorkingDays(day, count + more).Date >= Clock.AddWorkingDays(day, count).Date);

    [Property(MaxTest = 300)]
    public Property The_result_is_always_a_working_day() => Prop.ForAll(Days, Counts, (day, count) =>
        Clock.Calendar.IsWorkingDay(Clock.AddWorkingDays(day, count).Date));

    [Theory]
    [InlineData("2026-11-23", 3, "2026-11-26")] // Monday
    [InlineData("2026-11-20", 3, "2026-11-25")] // Friday, over a weekend
    [InlineData("2026-02-13", 1, "2026-02-23")] // the Friday before Tet
    [InlineData("2026-02-12", 7, "2026-03-02")] // seven days across Tet
    [InlineData("2026-01-09", 1, "2026-01-10")] // a Saturday that makes up for 2 January
    [InlineData("2026-11-22", 0, "2026-11-23")] // Sunday counts for Monday
    public void Weekends_holidays_and_make_up_days_are_as_decided(string from, int count, string expected) =>
        Assert.Equal(Day(expected), Clock.AddWorkingDays(Day(from), count).Date);

    [Fact]
    public void A_date_is_provisional_when_a_year_on_the_way_is_not_decided()
    {
        Assert.False(Clock.AddWorkingDays(Day("2026-12-28"), 3).IsProvisional);
        Assert.True(Clock.AddWorkingDays(Day("2026-12-28"), 4).IsProvisional); // reaches 2027, assumed
        Assert.True(Clock.AddWorkingDays(Day("2031-03-03"), 1).IsProvisional); // no such year at all
        Assert.Equal(Day("2031-03-04"), Clock.AddWorkingDays(Day("2031-03-03"), 1).Date);
    }

    [Fact]
    public void A_negative_or_absurd_count_is_a_bug()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Clock.AddWorkingDays(Day("2026-01-05"), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Clock.AddWorkingDays(Day("2026-01-05"), DeadlineClock.MostWorkingDays + 1));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
