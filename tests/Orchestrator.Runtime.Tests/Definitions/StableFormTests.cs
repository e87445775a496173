using System.Text.Json.Nodes;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Runtime.Tests.Definitions;

public sealed class StableFormTests
{
    [Fact]
    public void What_an_editor_moves_without_meaning_to_goes_back_to_its_place() => Becomes(
        before: """{"root":{"activities":[{"id":"a","text":"1"},{"id":"b","text":"2"}],"connections":[]}}""",
        now: """{"root":{"activities":[{"id":"b","text":"2"},{"id":"c"},{"id":"a","text":"changed"}],"connections":[]}}""",
        expected: """{"root":{"activities":[{"id":"a","text":"changed"},{"id":"b","text":"2"},{"id":"c"}],"connections":[]}}""");

    [Fact]
    public void A_sequence_runs_as_it_was_drawn_last() => Becomes(
        before: """{"root":{"activities":[{"id":"a"},{"id":"b"}]}}""",
        now: """{"root":{"activities":[{"id":"b"},{"id":"a"}]}}""",
        expected: """{"root":{"activities":[{"id":"b"},{"id":"a"}]}}""");

    [Fact]
    public void Members_that_are_null_or_left_out_are_written_as_before() => Becomes(
        before: """{"a":{"typeName":"String","memoryReference":null,"expression":{"type":"Literal","value":"x"}},"b":1}""",
        now: """{"b":1,"a":{"expression":{"value":"y","type":"Literal"},"typeName":"String","comment":null}}""",
        expected: """{"a":{"typeName":"String","memoryReference":null,"expression":{"type":"Literal","value":"y"},"comment":null},"b":1}""");

    [Fact]
    public void A_box_that_was_only_measured_again_is_the_same() => Becomes(
        before: """{"metadata":{"designer":{"position":{"x":1,"y":2},"size":{"width":200,"height":50}}}}""",
        now: """{"metadata":{"designer":{"position":{"x":1,"y":2},"size":{"width":212.89,"height":54}}}}""",
        expected: """{"metadata":{"designer":{"position":{"x":1,"y":2},"size":{"width":200,"height":50}}}}""");

    [Fact]
    public void A_box_that_was_moved_is_not() => Becomes(
        before: """{"designer":{"position":{"x":1,"y":2},"size":{"width":200}}}""",
        now: """{"designer":{"position":{"x":9,"y":2},"size":{"width":212}}}""",
        expected: """{"designer":{"position":{"x":9,"y":2},"size":{"width":212}}}""");

    [Fact]
    public void Connections_keep_their_order_because_branches_start_in_it() => Becomes(
        before: """{"activities":[],"connections":[{"source":{"activity":"a"},"target":{"activity":"b"}},{"source":{"activity":"a"},"target":{"activity":"c"}}]}""",
        now: """{"activities":[],"connections":[{"source":{"activity":"a"},"target":{"activity":"d"}},{"source":{"activity":"a"},"target":{"activity":"c"}},{"source":{"activity":"a"},"target":{"activity":"b"}}]}""",
        expected: """{"activities":[],"connections":[{"source":{"activity":"a"},"target":{"activity":"b"}},{"source":{"activity":"a"},"target":{"activity":"c"}},{"source":{"activity":"a"},"target":{"activity":"d"}}]}""");

    [Fact]
    public void Empty_lists_that_an_editor_adds_say_nothing_and_one_with_something_in_it_does() => Becomes(
        before: """{"name":"x","variables":null,"root":{}}""",
        now: """{"name":"x","variables":[],"inputs":[],"outcomes":["Yes"],"customProperties":{},"options":{"usableAsActivity":false,"activityCategory":null},"root":{}}""",
        expected: """{"name":"x","variables":null,"root":{},"outcomes":["Yes"]}""");

    [Fact]
    public void A_definition_that_says_the_same_is_written_as_it_was() => Becomes(
        before: """{"name":"x","root":{"id":"f"}}""",
        now: """{"name":"x","description":null,"root":{"id":"f","metadata":null}}""",
        expected: """{"name":"x","root":{"id":"f"}}""");

    private static void Becomes(string before, string now, string expected)
    {
        var result = JsonNode.Parse(now)!.AsObject();
        StableForm.Apply(result, JsonNode.Parse(before)!.AsObject());
        Assert.Equal(expected, result.ToJsonString());
    }
}
