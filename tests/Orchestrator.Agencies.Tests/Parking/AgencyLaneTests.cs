using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Tests.Documents;
using Orchestrator.Runtime.Effects;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Parking;

public sealed class AgencyLaneTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_next_try_may_be_offered_before_the_last_one_has_left_the_lane()
    {
        var runner = new HeldRunner();
        await using var lane = Lane(runner);
        lane.Offer(Call(1, attempts: 0));
        await runner.Started.WaitAsync(TestContext.Current.CancellationToken);

        lane.Offer(Call(1, attempts: 1));
        runner.Go.Release();

        await runner.Started.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], runner.Tried.Select(call => call.Effect.Attempts));
        runner.Go.Release();
    }

    [Fact]
    public async Task A_call_that_waits_or_is_under_way_is_not_made_twice()
    {
        var runner = new HeldRunner();
        await using var lane = Lane(runner);
        lane.Offer(Call(1, attempts: 0));
        await runner.Started.WaitAsync(TestContext.Current.CancellationToken);

        lane.Offer(Call(1, attempts: 0));
        lane.Offer(Call(2, attempts: 0));
        await runner.Started.WaitAsync(TestContext.Current.CancellationToken);
        lane.Offer(Call(3, attempts: 0));
        lane.Offer(Call(3, attempts: 0));
        Assert.Equal((1, 2), (lane.State.Waiting, lane.State.UnderWay));
        runner.Go.Release(3);
        await runner.Started.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(SpinWait.SpinUntil(() => lane.State is { Waiting: 0, UnderWay: 0 }, TimeSpan.FromSeconds(20)));
        Assert.Equal(3, runner.Tried.Count);
    }

    [Fact]
    public async Task A_stopped_lane_cuts_its_calls_off_and_takes_no_more()
    {
        var runner = new HeldRunner();
        var lane = Lane(runner);
        lane.Offer(Call(1, attempts: 0));
        await runner.Started.WaitAsync(TestContext.Current.CancellationToken);

        await lane.DisposeAsync();
        lane.Offer(Call(2, attempts: 0));

        Assert.Single(runner.Tried);
        Assert.Equal(0, runner.Reported);
    }

    private AgencyLane Lane(HeldRunner runner) => new(Samples.RegistryDocument, CircuitRule.Default, runner, _time);

    private AgencyCall Call(int number, int attempts)
    {
        var effect = new Effect("e1", EffectKinds.AgencyOperation, 1, "b1", $"key-{number}", JsonElement.Parse("{}"));
        var pending = new PendingEffect(new CaseId(new Guid(number, 0, 0, new byte[8])), effect, attempts, null, _time.GetUtcNow(), null);
        return new AgencyCall(Samples.RegistryDocument, Samples.RegistryDocument.Find("RegisterEntry")!, pending, _time.GetUtcNow());
    }

    /// <summary>Holds every try until the test lets it go.</summary>
    private sealed class HeldRunner : ICallRunner
    {
        private readonly Lock _lock = new();

        public List<AgencyCall> Tried { get; } = [];

        public int Reported { get; private set; }

        public SemaphoreSlim Started { get; } = new(0);

        public SemaphoreSlim Go { get; } = new(0);

        public async Task<TryResult> TryAsync(AgencyCall call, CancellationToken cancellationToken)
        {
            lock (_lock)
                Tried.Add(call);
            Started.Release();
            await Go.WaitAsync(cancellationToken);
            return new TryResult.NotNeeded();
        }

        public Task<bool> ReportAsync(AgencyCall call, TryResult result, bool isOpen, CancellationToken cancellationToken)
        {
            lock (_lock)
                Reported++;
            return Task.FromResult(false);
        }
    }
}
