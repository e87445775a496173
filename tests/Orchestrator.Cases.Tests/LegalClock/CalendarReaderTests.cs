using System.Text;
using Orchestrator.Cases.LegalClock;

namespace Orchestrator.Cases.Tests.LegalClock;

public sealed class CalendarReaderTests
{
    [Theory]
    [InlineData("""{"timeZone":"Asia/Ho_Chi_Minh","weekend":["Caturday"],"years":{}}""", "$.weekend[0]")]
    [InlineData("""{"timeZone":"Asia/Ho_Chi_Minh","weekend":["Sunday"]}""", "$.years")]
    [InlineData("""{"timeZone":"Asia/Ho_Chi_Minh","weekend":[],"years":{"26":{}}}""", "$.years.26")]
    [InlineData("""{"timeZone":"Asia/Ho_Chi_Minh","weekend":[],"years":{"2026":{"status":"maybe"}}}""", "$.years.2026.status")]
    [InlineData("""{"timeZone":"Asia/Ho_Chi_Minh","weekend":[],"years":{"2026":{"status":"decided","holidays":[{"date":"2025-01-01"}],"workingDays":[]}}}""", "$.years.2026.holidays[0].date")]
    [InlineData("""{"timeZone":"Asia/Ho_Chi_Minh","weekend":[],"years":{"2026":{"status":"decided","holidays":[{"date":"2026-01-01"}],"workingDays":[{"date":"2026-01-01"}]}}}""", "$.years.2026.workingDays")]
    [InlineData("""{"timeZone":"Asia/Ho_Chi_Minh","weekend":["Monday","Tuesday","Wednesday","Thursday","Friday","Saturday","Sunday"],"years":{}}""", "$.weekend")]
    [InlineData("""{"timeZone":""", "$")]
    public void A_fault_is_reported_with_its_path(string json, string path)
    {
        var bad = Assert.IsType<CalendarOutcome.Bad>(CalendarReader.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(path, bad.Path);
        Assert.Contains("Expected", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_calendar_of_the_repository_reads()
    {
        var file = Path.Combine(Repository.Root, "workflows", "calendars", "vn.json");
        var good = Assert.IsType<CalendarOutcome.Good>(CalendarReader.Read(File.ReadAllBytes(file)));
        Assert.Contains(2026, good.Calendar.Years);
        Assert.False(good.Calendar.IsWorkingDay(new DateOnly(2026, 9, 2)));
    }
}
