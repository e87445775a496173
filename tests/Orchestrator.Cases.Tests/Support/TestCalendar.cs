using Orchestrator.Cases.LegalClock;

namespace Orchestrator.Cases.Tests;

/// <summary>The repository's own calendar, 2024 to 2027.</summary>
internal static class TestCalendar
{
    public static DeadlineClock Clock { get; } = new(
        ((CalendarOutcome.Good)CalendarReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "workflows", "calendars", "vn.json")))).Calendar);
}
