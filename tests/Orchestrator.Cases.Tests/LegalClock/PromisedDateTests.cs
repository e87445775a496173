using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Orchestrator.Cases.LegalClock;

namespace Orchestrator.Cases.Tests.LegalClock;

public sealed class PromisedDateTests
{
    private static readonly DeadlineClock Clock = TestCalendar.Clock;
    private static readonly TimeOnly CutOff = new(15, 0);

    [Theory]
    [InlineData("2026-11-23T14:59:59+07:00", "2026-11-26")]
    [InlineData("2026-11-23T15:00:00+07:00", "2026-11-27")]
    [InlineData("2026-11-23T08:00:00Z", "2026-11-27")] // 15:00 in Viet Nam
    [InlineData("2026-11-22T16:59:00Z", "2026-11-26")] // Sunday night in Viet Nam counts for Monday, late or not
    [InlineData("2026-11-20T15:30:00+07:00", "2026-11-26")] // Friday after the cut-off counts for Monday
    public void A_receipt_after_the_cut_off_counts_from_the_next_working_day(string receivedAt, string expected) =>
        Assert.Equal(Day(expected), Clock.PromisedDate(At(receivedAt), CutOff, 3).Date);

    [Fact]
    public void Without_a_cut_off_the_whole_day_counts() =>
        Assert.Equal(Day("2026-11-26"), Clock.PromisedDate(At("2026-11-23T23:59:00+07:00"), null, 3).Date);

    [Fact]
    public void An_extended_limit_promises_a_later_date() =>
        Assert.Equal(Day("2026-11-30"), Clock.PromisedDate(At("2026-11-23T09:00:00+07:00"), CutOff, 5).Date);

    [Fact]
    public void A_pause_across_Tet_costs_working_days_only()
    {
        var pause = new Pause(At("2026-02-12T10:00:00+07:00"), At("2026-02-24T10:00:00+07:00"));
        Assert.Equal(3, Clock.PausedWorkingDays([pause])); // 13, 23 and 24 February
        Assert.Equal(Day("2026-02-26"), Clock.PromisedDate(At("2026-02-11T10:00:00+07:00"), CutOff, 3, [pause]).Date);
    }

    [Fact]
    public void A_pause_within_one_day_costs_nothing() =>
        Assert.Equal(0, Clock.PausedWorkingDays([new Pause(At("2026-11-23T08:00:00+07:00"), At("2026-11-23T17:00:00+07:00"))]));

    [Property(MaxTest = 200)]
    public Property Pauses_never_bring_the_date_forward_and_overlaps_count_once() => Prop.ForAll(
        Gen.Choose(0, 400).ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), (offset, length, shift) =>
        {
            var received = At("2026-01-05T09:00:00+07:00").AddDays(offset);
            var first = new Pause(received.AddDays(1), received.AddDays(1 + length));
            var second = new Pause(received.AddDays(1 + Math.Min(shift, length)), received.AddDays(1 + length + shift));
            var union = new Pause(first.From, second.To);
            var none = Clock.PromisedDate(received, CutOff, 3).Date;
            var both = Clock.PromisedDate(received, CutOff, 3, [second, first]).Date;
            return both >= none && both == Clock.PromisedDate(received, CutOff, 3, [union]).Date;
        });

    [Fact]
    public void A_wait_of_seven_working_days_ends_at_midnight_after_the_seventh() =>
        Assert.Equal(At("2026-03-03T00:00:00+07:00"), Clock.Deadline(At("2026-02-12T10:00:00+07:00"), 7));

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
