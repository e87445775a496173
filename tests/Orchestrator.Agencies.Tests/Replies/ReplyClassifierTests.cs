using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Tests.Documents;

namespace Orchestrator.Agencies.Tests.Replies;

public sealed class ReplyClassifierTests
{
    private static readonly ReplyTable Table = Samples.RegistryDocument.Find("RegisterEntry")!.Replies;

    [Theory]
    [InlineData(202, """{"requestId":"r1"}""", ReplyClass.Accepted, null)]
    [InlineData(200, """{"outcome":"registered"}""", ReplyClass.Done, "Registered")]
    [InlineData(201, """{"outcome":"rejected"}""", ReplyClass.Done, "Refused")]
    [InlineData(409, """{"outcome":"other"}""", ReplyClass.AlreadyDone, "Registered")]
    [InlineData(425, "", ReplyClass.NotYet, null)]
    [InlineData(422, "no", ReplyClass.Invalid, null)]
    [InlineData(429, "", ReplyClass.Down, null)]
    [InlineData(503, "<html>", ReplyClass.Down, null)]
    [InlineData(599, "", ReplyClass.Down, null)]
    [InlineData(200, """{"outcome":"dancing"}""", ReplyClass.Invalid, null)]
    [InlineData(200, "{broken", ReplyClass.Down, null)]
    [InlineData(200, "<html>Maintenance</html>", ReplyClass.Down, null)]
    [InlineData(200, "", ReplyClass.Invalid, null)]
    [InlineData(302, "", ReplyClass.Invalid, null)]
    [InlineData(401, "", ReplyClass.Down, null)]
    [InlineData(403, "", ReplyClass.Invalid, null)]
    public void An_answer_means_what_the_table_says(int status, string body, ReplyClass expected, string? outcome)
    {
        var classification = ReplyClassifier.Classify(Table, new Reply(ReplySource.Response, status, body));

        Assert.Equal((expected, outcome), (classification.Class, classification.Outcome));
    }

    [Fact]
    public void Silence_is_down() => Assert.Equal(ReplyClass.Down, ReplyClassifier.Classify(Table, Reply.None(ReplySource.Response, "timeout")).Class);

    [Fact]
    public void A_callback_has_no_status_so_that_rules_with_one_never_match_it()
    {
        Assert.Equal("Registered", ReplyClassifier.Classify(Table, new Reply(ReplySource.Callback, null, """{"outcome":"registered"}""")).Outcome);
        var unknown = ReplyClassifier.Classify(Table, new Reply(ReplySource.Callback, null, "{}"));
        Assert.Equal((ReplyClass.Invalid, false), (unknown.Class, unknown.IsKnown));
    }

    [Fact]
    public void Rules_can_speak_of_one_source_and_of_text()
    {
        var table = new ReplyTable(
            [
                new ReplyRule { Source = ReplySource.Poll, Statuses = [new StatusRange(404, 404)], Class = ReplyClass.NotYet },
                new ReplyRule { Text = "ALREADY received", Class = ReplyClass.AlreadyDone, Outcome = "Taken" },
            ],
            true);

        Assert.Equal(ReplyClass.NotYet, ReplyClassifier.Classify(table, new Reply(ReplySource.Poll, 404, "")).Class);
        Assert.Equal(ReplyClass.Invalid, ReplyClassifier.Classify(table, new Reply(ReplySource.Response, 404, "")).Class);
        Assert.Equal("Taken", ReplyClassifier.Classify(table, new Reply(ReplySource.Response, 500, "Request was already received.")).Outcome);
    }

    [Fact]
    public void The_first_rule_that_matches_wins()
    {
        var table = new ReplyTable(
            [
                new ReplyRule { Pointer = "/n", EqualTo = [System.Text.Json.JsonElement.Parse("1")], Class = ReplyClass.Done, Outcome = "First" },
                new ReplyRule { Pointer = "/n", Class = ReplyClass.Done, Outcome = "Second" },
                new ReplyRule { Class = ReplyClass.Done, Outcome = "Third" },
            ],
            false);

        Assert.Equal("First", ReplyClassifier.Classify(table, new Reply(ReplySource.Response, 200, """{"n":1.0}""")).Outcome);
        Assert.Equal("Second", ReplyClassifier.Classify(table, new Reply(ReplySource.Response, 200, """{"n":null}""")).Outcome);
        Assert.Equal("Third", ReplyClassifier.Classify(table, new Reply(ReplySource.Response, 500, "")).Outcome);
    }

    [Fact]
    public void Every_reply_has_a_meaning_and_only_final_ones_have_a_port()
    {
        var random = new Random(20260302);
        string[] bodies = ["", "x", "null", "[]", "{}", """{"outcome":"registered"}""", """{"outcome":["registered"]}""", """{"outcome":{}}""", "\"registered\"", "{", "1e999"];
        ReplyTable[] tables = [Table, new ReplyTable([], false), new ReplyTable([], true)];
        for (var run = 0; run < 5_000; run++)
        {
            var source = (ReplySource)random.Next(3);
            var status = source == ReplySource.Callback ? (int?)null : random.Next(100, 1000);
            var reply = random.Next(10) == 0
                ? Reply.None(source, "timeout") : new Reply(source, status, bodies[random.Next(bodies.Length)]);
            var table = tables[random.Next(tables.Length)];

            var first = ReplyClassifier.Classify(table, reply);

            Assert.True(Enum.IsDefined(first.Class));
            Assert.Equal(first.Class is ReplyClass.Done or ReplyClass.AlreadyDone, first.Outcome is not null);
            Assert.True(first.Outcome is null || table.Outcomes.Contains(first.Outcome), first.Outcome);
            Assert.Equal(first, ReplyClassifier.Classify(table, reply));
        }
    }
}
