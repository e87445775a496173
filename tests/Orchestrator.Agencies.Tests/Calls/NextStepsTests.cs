using System.Text.Json;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Retries;
using Orchestrator.Agencies.Tests.Documents;
using Orchestrator.Runtime.Effects;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Calls;

public sealed class NextStepsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly AgencyDocument Agency = Samples.RegistryDocument;
    private static readonly AgencyOperation Operation = Agency.Find("RegisterEntry")!;

    [Fact]
    public void Only_an_open_circuit_parks()
    {
        Assert.IsType<NextStep.Park>(Decide(ReplyClass.Down, isOpen: true));
        Assert.IsType<NextStep.TryAgain>(Decide(ReplyClass.Down, isOpen: false));
        Assert.IsType<NextStep.TryAgain>(Decide(ReplyClass.NotYet, isOpen: true));
    }

    [Fact]
    public void A_parked_call_is_never_given_up_but_a_failing_one_is_in_time() => Assert.Equal(
        (typeof(NextStep.Park), typeof(NextStep.GiveUp)),
        (Decide(ReplyClass.Down, true, 6, 48).GetType(), Decide(ReplyClass.Down, false, 6, 48).GetType()));

    [Theory]
    [InlineData(5, 1, false)]
    [InlineData(6, 1, true)]
    [InlineData(0, 23, false)]
    [InlineData(0, 24, true)]
    public void Too_early_is_bounded_in_number_and_time(int attempts, int hours, bool isGivenUp) =>
        Assert.Equal(isGivenUp, Decide(ReplyClass.NotYet, false, attempts, hours) is NextStep.GiveUp);

    [Fact]
    public void The_agencys_longer_wish_wins_over_our_wait()
    {
        var reply = new Reply(ReplySource.Response, 425, "", TimeSpan.FromHours(2));

        var again = Assert.IsType<NextStep.TryAgain>(NextSteps.Decide(Agency, Operation, Effect(0), reply, Meaning(ReplyClass.NotYet), false, Start));

        Assert.Equal(Start.AddHours(2), again.At);
    }

    [Fact]
    public void A_poll_that_says_not_yet_goes_on_polling() => Assert.NotNull(Assert.IsType<NextStep.AwaitAnswer>(
        NextSteps.Decide(Agency, Operation, Effect(6), new Reply(ReplySource.Poll, 425, ""), Meaning(ReplyClass.NotYet), false, Start.AddDays(3))).PollAt);

    [Fact]
    public void Waits_grow_to_their_bound_and_differ_between_calls()
    {
        var (first, longest) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
        for (var tries = 0; tries < 200; tries++)
        {
            var wait = RetryDelays.Growing(first, longest, tries, "key");
            var middle = Math.Min(Math.Pow(2, tries), longest.TotalSeconds);
            Assert.InRange(wait.TotalSeconds, middle * 0.75, middle * 1.25);
            Assert.Equal(wait, RetryDelays.Growing(first, longest, tries, "key"));
        }

        Assert.True(Enumerable.Range(0, 100).Select(index => RetryDelays.Growing(first, longest, 5, $"key-{index}")).Distinct().Count() > 90);
    }

    private static NextStep Decide(ReplyClass value, bool isOpen, int attempts = 0, int hours = 0) => NextSteps.Decide(
        Agency, Operation, Effect(attempts), new Reply(ReplySource.Response, 500, ""), Meaning(value), isOpen, Start.AddHours(hours));

    private static Classification Meaning(ReplyClass value) => new(value, null, true, "rule");

    private static PendingEffect Effect(int attempts) => new(
        new CaseId(Guid.Empty), new Effect("e1", EffectKinds.AgencyOperation, 1, "b1", "key", JsonElement.Parse("{}")), attempts, null, Start, null);
}
