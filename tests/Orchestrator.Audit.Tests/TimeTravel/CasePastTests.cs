using Orchestrator.Audit.TimeTravel;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.TimeTravel;

public sealed class CasePastTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void A_moment_shows_status_variables_and_places_as_they_were_then()
    {
        var past = Visited().Past();

        Assert.Null(past.At(PlayedPast.Morning - Day));
        var first = past.At(PlayedPast.Morning + TimeSpan.FromHours(1))!;
        Assert.Equal((CaseStatus.Running, CaseSubStatus.Suspended), (first.Status, first.SubStatus));
        Assert.Equal("early", Value(first, "note"));
        Assert.Equal([("SetEarly", Standing.Done), ("Go", Standing.Waiting)], first.Places.Select(place => (place.ActivityId, place.Standing)));
        Assert.Equal("Chờ tín hiệu", first.Places[1].Name);

        var second = past.At(PlayedPast.Morning + (1.5 * Day))!;
        Assert.Equal("late", Value(second, "note"));
        Assert.Equal(["SetEarly", "Go", "SetLate", "On"], second.Places.Select(place => place.ActivityId));
        Assert.Contains(new MomentExit("Go", "Done"), second.Exits);

        var last = past.At(PlayedPast.Morning + (10 * Day))!;
        Assert.Equal(CaseSubStatus.Finished, last.SubStatus);
        Assert.Equal(past.Count, last.Sequence);
    }

    [Fact]
    public void Every_entry_can_be_visited_in_any_order_and_the_last_is_what_the_engine_has()
    {
        var played = Visited();
        var past = played.Past();
        for (var sequence = past.Count; sequence >= 1; sequence--) Assert.Equal(sequence, past.After(sequence)!.Sequence);
        for (var sequence = 1L; sequence <= past.Count; sequence++)
        {
            var fresh = played.Past().StateAfter(sequence)!.State;
            Assert.Equal(CaseStateJson.Serialize(fresh), CaseStateJson.Serialize(past.StateAfter(sequence)!.State));
        }

        Assert.Equal(CaseStateJson.Serialize(played.Run.State), CaseStateJson.Serialize(past.StateAfter(past.Count)!.State));
    }

    [Fact]
    public void Two_moments_differ_in_what_changed_between_them_and_in_nothing_else()
    {
        var played = Visited();
        var difference = played.Past().Between(PlayedPast.Morning, PlayedPast.Morning + (1.5 * Day))!;

        var variable = Assert.Single(difference.Variables);
        Assert.Equal(("note", "early", "late"), (variable.Name, variable.Before!.Value.GetString(), variable.After!.Value.GetString()));
        Assert.Equal(
            [("Go", Standing.Waiting, Standing.Done), ("SetLate", null, Standing.Done), ("On", null, (Standing?)Standing.Waiting)],
            difference.Places.Select(place => (place.ActivityId, place.Before, place.After)));
        Assert.Equal(difference.To.Sequence - difference.From!.Sequence, difference.Entries);

        var same = played.Past().Between(PlayedPast.Morning + (1.5 * Day), PlayedPast.Morning + (1.6 * Day))!;
        Assert.Equal((0, 0, 0L), (same.Variables.Count, same.Places.Count, same.Entries));
    }

    [Fact]
    public void A_difference_from_before_the_case_is_everything()
    {
        var difference = Visited().Past().Between(DateTimeOffset.MinValue, PlayedPast.Morning)!;

        Assert.Null(difference.From);
        Assert.Equal(difference.To.Places.Count, difference.Places.Count);
        Assert.All(difference.Variables, change => Assert.Null(change.Before));
        Assert.Null(Visited().Past().Between(DateTimeOffset.MinValue, PlayedPast.Morning - Day));
    }

    [Fact]
    public void A_changed_secret_is_a_change_that_nobody_can_read()
    {
        var played = Visited();
        played.Secrets.Add("note");

        var change = Assert.Single(played.Past().Between(PlayedPast.Morning, PlayedPast.Morning + (1.5 * Day))!.Variables);

        Assert.Equal(("•••", "•••"), (change.Before!.Value.GetString(), change.After!.Value.GetString()));
    }

    [Fact]
    public void A_moment_before_a_migration_is_of_the_version_before_and_one_after_it_of_the_other()
    {
        var played = PlayedPast.Start(Definition("v1", 1, "Chờ tín hiệu"));
        var renamed = PlayedPast.Compile(Definition("v2", 2, "Chờ cơ quan"));
        played.Know(renamed);
        played.Run.MoveTo(PlayedPast.Morning + Day);
        played.Send(new MigrateCase(renamed, "new name"));

        var past = played.Past();
        var (before, after) = (past.At(PlayedPast.Morning)!, past.At(PlayedPast.Morning + Day)!);

        Assert.Equal((1, "v1", "Chờ tín hiệu"), (before.Version, before.VersionId, before.Places[^1].Name));
        Assert.Equal((2, "v2", "Chờ cơ quan"), (after.Version, after.VersionId, after.Places[^1].Name));
        Assert.Equal(["v1", "v2"], past.Versions.Select(version => version.VersionId));
    }

    /// <summary>A case that got a new value and a signal on each of two days.</summary>
    private static PlayedPast Visited()
    {
        var played = PlayedPast.Start(Definition("v1", 1, "Chờ tín hiệu"));
        played.Run.MoveTo(PlayedPast.Morning + Day);
        played.Send(new DeliverEvent("go", null));
        played.Run.MoveTo(PlayedPast.Morning + (2 * Day));
        played.Send(new DeliverEvent("on", null));
        return played;
    }

    private static string? Value(CaseMoment moment, string name) => moment.Variables.Single(variable => variable.Name == name).Value.GetString();

    private static string Definition(string versionId, int version, string label) => $$"""
        {"id":"{{versionId}}","definitionId":"visits","name":"visits","version":{{version}},
         "variables":[{"id":"n","name":"note","typeName":"String"},{"id":"u","name":"unset","typeName":"String"}],
         "root":{"id":"root","type":"Elsa.Sequence","version":1,"activities":[
          {{Set("SetEarly", "early")}},{{Event("Go", "go", label)}},{{Set("SetLate", "late")}},{{Event("On", "on", "Chờ lần hai")}}] } }
        """;

    private static string Event(string id, string name, string label) =>
        $$$"""{"id":"{{{id}}}","type":"Elsa.Event","version":1,"metadata":{"displayText":"{{{label}}}"},"eventName":{"typeName":"String","expression":{"type":"Literal","value":"{{{name}}}"} } }""";

    private static string Set(string id, string value) =>
        $$$"""{"id":"{{{id}}}","type":"Elsa.SetVariable","version":1,"variable":{"id":"n","name":"note"},"value":{"typeName":"String","expression":{"type":"Literal","value":"{{{value}}}"} } }""";
}
