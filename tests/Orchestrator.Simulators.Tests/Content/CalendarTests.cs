using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Tests.Content;

public sealed class CalendarTests
{
    private static readonly JsonObject _years = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Workflows, "calendars", "vn.json")))!["years"]!.AsObject();

    [Theory]
    [InlineData("2024-04-18", true)]
    [InlineData("2024-04-29", true)]
    [InlineData("2025-01-29", true)]
    [InlineData("2025-04-07", true)]
    [InlineData("2026-02-17", true)]
    [InlineData("2026-04-27", true)]
    [InlineData("2026-09-01", true)]
    [InlineData("2026-11-23", false)]
    [InlineData("2027-02-08", true)]
    public void Days_off_are_those_of_the_decisions(string day, bool isOff) => Assert.Equal(isOff, Days(day[..4], "holidays").Contains(Parse(day)));

    [Fact]
    public void Every_year_has_the_eleven_days_of_the_labour_code() => Assert.All(_years, year =>
    {
        var days = Days(year.Key, "holidays").ToList();
        Assert.Equal(days.Order(), days.Distinct());
        Assert.All(days.Concat(Days(year.Key, "workingDays")), day => Assert.Equal(year.Key, day.Year.ToString(CultureInfo.InvariantCulture)));
        // Days off on a weekend count only with the day in lieu; so there are at least eleven days that are no weekend once exchanges are taken out.
        var exchanged = Days(year.Key, "workingDays").Count();
        Assert.True(days.Count(IsWeekday) - exchanged >= 10, year.Key);
    });

    [Fact]
    public void A_make_up_day_is_a_weekend_day_for_an_exchanged_weekday() => Assert.All(_years, year =>
        Assert.All(Days(year.Key, "workingDays"), day => Assert.False(IsWeekday(day))));

    [Fact]
    public void Years_say_whether_they_are_decided() => Assert.All(_years, year => Assert.Contains((string?)year.Value!["status"], (string[])["decided", "assumed"]));

    private static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static DateOnly Parse(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<DateOnly> Days(string year, string list) => _years[year]![list]!.AsArray().Select(entry => Parse((string)entry!["date"]!));
}
