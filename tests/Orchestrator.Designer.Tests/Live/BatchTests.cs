using Orchestrator.Designer.Live;
using Orchestrator.Designer.Tests.Instances;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Tests.Live;

public sealed class BatchTests
{
    private const string Nested = """
        {"type":"Elsa.Flowchart","version":1,"id":"Outer","activities":[
          {"type":"Elsa.Sequence","version":1,"id":"Inner","activities":[{"type":"Elsa.WriteLine","version":1,"id":"Line","text":{"typeName":"String","expression":{"type":"Literal","value":"x"}}}]},
          {"type":"Elsa.WriteLine","version":1,"id":"Other","text":{"typeName":"String","expression":{"type":"Literal","value":"y"}}}],
         "connections":[{"source":{"activity":"Inner","port":"Done"},"target":{"activity":"Other","port":"In"}}]}
        """;

    [Fact]
    public void Badges_of_an_activity_and_of_the_containers_around_it_are_sent_and_no_others()
    {
        var played = Played.Of(Nested);
        var batch = new Batch();
        foreach (var entry in played.Journal.Where(entry => entry.ActivityId == "Line")) batch.Add(entry);

        Assert.Equal(["Inner", "Line", "Outer"], batch.Stats(played.State).Select(one => one.ActivityId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_what_changes_more_than_badges_has_the_page_read_the_case_again()
    {
        var played = Played.Of(Nested);
        var quiet = new Batch();
        foreach (var entry in played.Journal.Where(entry => entry.Kind is nameof(ActivityStarted) or nameof(ActivityCompleted))) quiet.Add(entry);
        var loud = new Batch();
        foreach (var entry in played.Journal.Where(entry => entry.Kind == nameof(CaseStatusChanged))) loud.Add(entry);

        Assert.False(quiet.ChangesInstance);
        Assert.True(loud.ChangesInstance);
        Assert.True(new Batch().IsEmpty);
    }
}
