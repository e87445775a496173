using Orchestrator.Designer.Instances;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Tests.Instances;

public sealed class RetryAttemptTests
{
    private static readonly CaseId Case = new(Guid.Parse("01994fbc-0000-7000-8000-000000000001"));

    [Fact]
    public void Only_tries_of_the_run_are_listed_with_the_delay_to_the_next()
    {
        JournalEntry[] entries =
        [
            Entry(1, Played.Start, new EffectRequested(new Effect("e1", "agency-operation", 7, "b1", "k1", System.Text.Json.JsonElement.Parse("{}")))),
            Entry(2, Played.Start, new EffectRequested(new Effect("e2", "agency-operation", 8, "b2", "k2", System.Text.Json.JsonElement.Parse("{}")))),
            Entry(3, Played.Start, new EffectAttempted("e1", new EffectAttempt(1, "down", 503, null, null, 12, "Maintenance", Played.Start.AddMinutes(5)))),
            Entry(4, Played.Start, new EffectAttempted("e2", new EffectAttempt(1, "done", 200, null, null, 9, null, null))),
            Entry(5, Played.Start.AddMinutes(5), new EffectAttempted("e1", new EffectAttempt(2, "done", 200, null, null, 8, null, null))),
        ];

        var attempts = RetryAttempt.Of(Case, new ActivityExecution { Id = 7, ActivityId = "Register", NodeId = "Workflow1:Register", Type = "Agency.Register" }, entries);

        Assert.Equal([(1, TimeSpan.FromMinutes(5), "down"), (2, TimeSpan.Zero, "done")], attempts.Select(one => (one.AttemptNumber, one.RetryDelay, one.Details["Class"]!)));
        Assert.Equal("503", attempts[0].Details["Status"]);
    }

    private static JournalEntry Entry(long sequence, DateTimeOffset at, CaseEvent change) =>
        new(Case, sequence, CaseEventJson.KindOf(change), "Register", Actor.System, at, CaseEventJson.Serialize(change), default, default);
}
