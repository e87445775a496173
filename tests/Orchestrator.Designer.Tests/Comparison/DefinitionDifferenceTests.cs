using System.Text.Json;
using Orchestrator.Designer.Comparison;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Tests.Comparison;

public sealed class DefinitionDifferenceTests
{
    private const string Before = """
        {"definitionId":"d","name":"One","variables":[{"id":"v","name":"Number","typeName":"String"}],
         "root":{"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
            {"id":"a","type":"Elsa.WriteLine","version":1,"name":"Say","text":{"typeName":"String","expression":{"type":"Literal","value":"hello"}},"metadata":{"designer":{"position":{"x":1,"y":1}}}},
            {"id":"b","type":"Elsa.Event","version":1,"name":"Wait"}],
          "connections":[{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}}]}}
        """;

    [Fact]
    public void Moving_boxes_reordering_and_nulls_are_no_difference() => Assert.True(Between(Before, """
        {"definitionId":"d","id":"d:2","version":2,"name":"One","variables":[{"id":"v","name":"Number","typeName":"String","value":null}],
         "root":{"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
            {"id":"b","type":"Elsa.Event","version":1,"name":"Wait","eventName":null},
            {"id":"a","type":"Elsa.WriteLine","version":1,"name":"Say","text":{"typeName":"String","memoryReference":null,"expression":{"type":"Literal","value":"hello"}},"metadata":{"designer":{"position":{"x":900,"y":1}}}}],
          "connections":[{"source":"a","target":"b","sourcePort":"Done","targetPort":"In"}]}}
        """).IsEmpty);

    [Fact]
    public void What_was_drawn_taken_away_and_edited_is_told_with_what_it_said()
    {
        var difference = Between(Before, """
            {"definitionId":"d","name":"Two","variables":[{"id":"v","name":"Number","typeName":"Int32"},{"id":"w","name":"Book","typeName":"String"}],
             "root":{"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
                {"id":"a","type":"Elsa.WriteLine","version":1,"name":"Say","text":{"typeName":"String","expression":{"type":"JavaScript","value":"variables.Number"}}},
                {"id":"c","type":"Elsa.Finish","version":1,"name":"End"}],
              "connections":[{"source":{"activity":"a","port":"Done"},"target":{"activity":"c","port":"In"}}]}}
            """);

        Assert.Equal([(ChangeKind.Added, "End"), (ChangeKind.Removed, "Wait"), (ChangeKind.Changed, "Say")], difference.Activities.Select(change => (change.Kind, change.Label)));
        Assert.Equal(new MemberChange("text", "Literal: hello", "JavaScript: variables.Number"), Assert.Single(difference.Activities[2].Members));
        Assert.Equal([(ChangeKind.Added, "Say", "End"), (ChangeKind.Removed, "Say", "Wait")], difference.Connections.Select(change => (change.Kind, change.SourceLabel, change.TargetLabel)));
        Assert.Equal(["name", "variables.Number", "variables.Book"], difference.Members.Select(change => change.Name));
        Assert.Equal(("One", "Two"), (difference.Members[0].Before, difference.Members[0].After));
        Assert.Null(difference.Members[2].Before);
    }

    [Fact]
    public void A_change_inside_a_slot_is_told_for_the_activity_in_it_and_not_for_its_owner()
    {
        var difference = Between(
            """{"definitionId":"d","root":{"id":"i","type":"Elsa.If","version":1,"then":{"id":"t","type":"Elsa.WriteLine","version":1,"text":{"expression":{"type":"Literal","value":"a"}}}}}""",
            """{"definitionId":"d","root":{"id":"i","type":"Elsa.If","version":1,"then":{"id":"t","type":"Elsa.WriteLine","version":1,"text":{"expression":{"type":"Literal","value":"b"}}}}}""");

        Assert.Equal("t", Assert.Single(difference.Activities).Id);
    }

    private static DefinitionDifference Between(string before, string after) => DefinitionDifference.Between(Read(before), Read(after));

    private static WorkflowDefinition Read(string json) => Assert.IsType<DefinitionReading.Read>(DefinitionReader.Read(JsonElement.Parse(json))).Definition;
}
