using Orchestrator.Audit.Tests.TimeTravel;
using Orchestrator.Audit.Timelines;
using Orchestrator.Audit.TimeTravel;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.Timelines;

public sealed class TimelineFoldTests
{
    private const string Tasks = """
        {"id":"v1","definitionId":"tasks","name":"tasks","root":{"id":"root","type":"Elsa.Sequence","version":1,"activities":[
          {"id":"Go","type":"Elsa.Event","version":1,"metadata":{"displayText":"Chờ tín hiệu"},"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"}}},
          {"id":"Check","type":"Elsa.RunTask","version":1,"taskName":{"typeName":"String","expression":{"type":"Literal","value":"check"}}}]}}
        """;

    [Fact]
    public void Each_wait_is_in_the_lane_of_its_holder_for_as_long_as_it_lasted()
    {
        var played = PlayedPast.Start(Tasks);
        played.Run.MoveTo(PlayedPast.Morning.AddHours(2));
        played.Send(new DeliverEvent("go", null));
        played.Run.MoveTo(PlayedPast.Morning.AddHours(5));
        var timeline = TimelineFold.Of(played.Past());

        Assert.Equal(["system", "officer"], timeline.Lanes.Select(lane => lane.Key.Kind));
        var signal = Assert.Single(timeline.Lanes[0].Waits);
        Assert.Equal(("Chờ tín hiệu", PlayedPast.Morning, PlayedPast.Morning.AddHours(2), BookmarkEnd.Resumed), (signal.Name, signal.From, signal.To, signal.End));
        Assert.Equal(TimeSpan.FromHours(2), timeline.Lanes[0].HeldFor(PlayedPast.Morning.AddDays(9)));
        Assert.Null(Assert.Single(timeline.Lanes[1].Waits).To);
        Assert.Equal(TimeSpan.FromHours(3), timeline.Lanes[1].HeldFor(PlayedPast.Morning.AddHours(5)));
    }

    [Fact]
    public void No_entry_is_left_out_and_each_is_told_by_its_topic()
    {
        var played = PlayedPast.Start(Tasks);
        played.Send(new DeliverEvent("go", null));
        played.Send(new CompleteTask(played.Run.WaitAt("Check")!.Id, null));
        var past = played.Past();
        var timeline = TimelineFold.Of(past);

        Assert.Equal(Enumerable.Range(1, (int)past.Count).Select(number => (long)number), timeline.Lines.Select(line => line.Sequence));
        Assert.Equal(LineTopic.Case, timeline.Lines[0].Topic);
        Assert.Equal(2, timeline.Lines.Count(line => line.Topic == LineTopic.Task));
        Assert.Equal(2, timeline.Lines.Count(line => line.Topic == LineTopic.Wait));
        Assert.All(timeline.Lines.Where(line => line.Topic == LineTopic.Task), line => Assert.Equal(new LaneKey("officer", null), line.Lane));
        Assert.Equal([Standing.Done, Standing.Done], timeline.Steps.Where(step => step.ActivityId is "Go" or "Check").Select(step => step.Standing));
    }

    [Fact]
    public void Waits_side_by_side_count_once_and_paused_time_counts_apart()
    {
        var lane = new TimelineLane(new LaneKey("citizen", null), [Wait(0, 4), Wait(1, 3), Wait(6, null), Wait(2, 5) with { IsPaused = true }]);

        Assert.Equal(TimeSpan.FromHours(6), lane.HeldFor(PlayedPast.Morning.AddHours(8)));
        Assert.Equal(TimeSpan.FromHours(3), lane.PausedFor(PlayedPast.Morning.AddHours(8)));
    }

    [Fact]
    public void A_call_has_all_its_tries_with_the_hashes_of_request_and_answer()
    {
        var effect = new Effect("e1", EffectKinds.AgencyOperation, 2, "b1", "key-1", System.Text.Json.JsonElement.Parse("""{"agency":"tax","operation":"Register"}"""));
        var past = PlayedPast.Written(
        [
            new ActivityStarted(2, 1, "Ask", "root:Ask", "Agency.tax.Register", null, null), new EffectRequested(effect),
            new EffectAttempted("e1", new EffectAttempt(1, "down", null, "aa", null, 12, null, null)),
            new EffectAttempted("e1", new EffectAttempt(2, "done", 200, "aa", "bb", 9, null, null)), new EffectSettled("e1", EffectEnd.Done),
        ]);

        var call = Assert.Single(TimelineFold.Of(past).Steps.Single(step => step.ActivityId == "Ask").Calls);

        Assert.Equal(("tax", "Register", "key-1", EffectEnd.Done), (call.Agency, call.Operation, call.IdempotencyKey, call.End));
        Assert.Equal([("down", "aa", null), ("done", "aa", "bb")], call.Attempts.Select(tried => (tried.Attempt.Class, tried.Attempt.RequestHash, tried.Attempt.ResponseHash)));
    }

    private static TimelineWait Wait(int from, int? to) => new(
        1, "a", "a", BookmarkKind.Event, PlayedPast.Morning.AddHours(from), to is { } hours ? PlayedPast.Morning.AddHours(hours) : null, null, false, null);
}
