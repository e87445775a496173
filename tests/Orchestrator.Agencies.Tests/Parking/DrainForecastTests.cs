using Orchestrator.Agencies.Parking;

namespace Orchestrator.Agencies.Tests.Parking;

public sealed class DrainForecastTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 0, 0)]
    [InlineData(null, 100, 10)]
    [InlineData(60, 0, 60)]
    [InlineData(60, 50, 65)]
    [InlineData(-60, 50, 5)]
    public void A_call_waits_for_the_next_probe_and_for_those_before_it(int? probeIn, int place, int expected) => Assert.Equal(
        Now.AddSeconds(expected), DrainForecast.EarliestAt(Now, probeIn is { } seconds ? Now.AddSeconds(seconds) : null, place, 10));
}
