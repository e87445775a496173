using Orchestrator.Agencies.Parking;

namespace Orchestrator.Agencies.Tests.Parking;

public sealed class CircuitTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly CircuitRule Rule = new(3, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));

    [Fact]
    public void It_opens_after_so_many_failures_in_a_row()
    {
        var circuit = Fail(Fail(Circuit.Closed));
        Assert.False(circuit.IsOpen);

        circuit = Fail(circuit);
        Assert.Equal((Start, Start.AddSeconds(2)), (circuit.OpenSince, circuit.ProbeAt));
    }

    [Fact]
    public void A_wish_to_wait_opens_it_at_once()
    {
        var circuit = Circuit.Closed.AfterFailure(Rule, false, TimeSpan.FromSeconds(30), Start);

        Assert.Equal((Start, Start.AddSeconds(30)), (circuit.OpenSince, circuit.ProbeAt));
    }

    [Fact]
    public void An_outage_from_before_is_looked_at_at_once_and_goes_on_with_its_beginning()
    {
        var circuit = Circuit.Recalled(Rule, Start, Start.AddHours(5));
        Assert.Equal((Start, Start.AddHours(5)), (circuit.OpenSince, circuit.ProbeAt));

        circuit = circuit.AfterFailure(Rule, true, null, Start.AddHours(5));
        Assert.Equal((Start, Start.AddHours(5).AddSeconds(4)), (circuit.OpenSince, circuit.ProbeAt));
    }

    [Fact]
    public void Failed_probes_come_more_and_more_rarely_up_to_a_bound()
    {
        var circuit = Fail(Fail(Fail(Circuit.Closed)));
        var waits = new List<double>();
        for (var probe = 0; probe < 5; probe++)
        {
            var at = circuit.ProbeAt!.Value;
            circuit = circuit.AfterFailure(Rule, true, null, at);
            waits.Add((circuit.ProbeAt!.Value - at).TotalSeconds);
        }

        Assert.Equal([4, 8, 10, 10, 10], waits);
        Assert.Equal(Start, circuit.OpenSince);
    }

    [Fact]
    public void Calls_that_were_under_way_when_it_opened_do_not_put_off_the_probe()
    {
        var circuit = Fail(Fail(Fail(Circuit.Closed)));

        Assert.Equal(circuit.ProbeAt, circuit.AfterFailure(Rule, false, null, Start.AddSeconds(1)).ProbeAt);
    }

    [Fact]
    public void The_pace_allows_a_short_burst_and_then_the_declared_rate()
    {
        var pace = Pace.Start(20, Start);
        var now = Start;
        var starts = new List<DateTimeOffset>();
        for (var call = 0; call < 62; call++)
        {
            now = pace.NextAt(now);
            pace = pace.Take(now);
            starts.Add(now);
        }

        Assert.Equal(Start, starts[1]);
        Assert.InRange(starts[^1] - Start, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.1));
    }

    private static Circuit Fail(Circuit circuit) => circuit.AfterFailure(Rule, false, null, Start);
}
