using System.Text.Json;
using FsCheck.Xunit;
using Orchestrator.Workflows.Activities.Triggers;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>What must hold for every definition, every order of commands and every place where a node stops.</summary>
public sealed class ReplayProperties
{
    private static readonly WorkflowCompiler Compiler = new(new ActivityCatalog([new BuiltInActivities(), new StandInAgency()]), ExpressionLanguages.All);
    private static readonly WorkflowEngine Engine = new(new WorkflowEngineOptions { MaxActivitiesPerTurn = 20, MaxActivitiesWithoutWait = 300 });
    private static readonly DateTimeOffset Begin = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(7));

    [Property(Arbitrary = [typeof(RandomDefinitions)], MaxTest = 400)]
    public void A_replayed_journal_gives_the_live_case_wherever_the_node_stopped(RandomDefinition definition, int seed)
    {
        var workflow = Compile(definition);
        var random = new Random(seed);
        var id = new CaseId(new Guid(definition.Seed, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        var journal = new List<byte[]>();
        var start = new CaseStarted("random", "random-v1", 1, JsonSerializer.SerializeToElement(new { }), null, null, null, TriggerOf(workflow, random));
        journal.Add(CaseEventJson.Serialize(start));
        var live = Engine.Apply(workflow, null, id, start);
        CaseCommand? next = new Continue();
        var now = Begin;
        for (var step = 0; step < 40 && next is not null; step++, now = now.AddSeconds(10))
        {
            var before = Dump(live);
            var first = Engine.Decide(workflow, live, next, now);
            Assert.Equal(before, Dump(live));
            var again = Engine.Decide(workflow, Replay(workflow, id, journal), next, now);
            Assert.Equal(Text(first), Text(again));
            if (first is Decision.Accepted accepted)
            {
                journal.AddRange(accepted.Events.Select(CaseEventJson.Serialize));
                live = accepted.State;
                Assert.Equal(Dump(live), Dump(Replay(workflow, id, journal)));
                Assert.Equal(Dump(live), Dump(CaseStateJson.Deserialize(CaseStateJson.Serialize(live))));
                AssertNothingIsLost(live);
                AssertUndoneAtMostOnce(live);
            }

            // A node that stopped goes on from the journal, another one from a snapshot.
            live = random.Next(3) switch { 0 => Replay(workflow, id, journal), 1 => CaseStateJson.Deserialize(CaseStateJson.Serialize(live)), _ => live };
            next = Next(live, random);
        }
    }

    [Property(Arbitrary = [typeof(RandomDefinitions)], MaxTest = 200)]
    public void A_case_to_which_everything_comes_that_it_waits_for_ends(RandomDefinition definition)
    {
        var workflow = Compile(definition);
        var id = new CaseId(new Guid(definition.Seed, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        var state = Engine.Apply(workflow, null, id, new CaseStarted("random", "random-v1", 1, JsonSerializer.SerializeToElement(new { }), null, null, null));
        for (var step = 0; step < 500 && !Ended(state); step++)
        {
            CaseCommand command = state.HasScheduledWork ? new Continue()
                : state.Incidents.Values.FirstOrDefault() is { } incident
                    ? new ResolveIncident(incident.Id, incident.ExecutionId is null ? IncidentResolution.Retried : IncidentResolution.Overridden, "test", null)
                : Wake(state.Bookmarks.Values.First(), state);
            state = Assert.IsType<Decision.Accepted>(Engine.Decide(workflow, state, command, Begin)).State;
            if (state.Incidents.Values.Any(i => i.Fault.Code == FaultCodes.Runaway)) return;
        }

        // A loop drawn without an end goes round for ever; a round is at most a wait, an incident and its repair.
        Assert.True(Ended(state) || state.ExecutionCount > 150, Dump(state));
    }

    [Fact]
    public void Random_definitions_hold_every_construct_of_control_flow_in_both_modes()
    {
        var drawn = string.Concat(Enumerable.Range(1, 150).Select(seed => new RandomDefinition(seed).Draw().GetRawText()));
        foreach (var what in new[]
        {
            "TokenBased", "CounterBased", "Stream", "Merge", "Converge", "Cascade", "Race", "WaitAny", "WaitAll", "WaitAllActive", "ContinueWithIncidents", "Elsa.StateMachine", "Elsa.FlowNode", "Case.Compensate", "Agency.Test.Grant",
            "Elsa.Workflow", "Elsa.Switch", "Elsa.Sequence", "Elsa.Parallel", "Elsa.Fork", "Elsa.ForEach", "Elsa.ParallelForEach", "Elsa.If", "Elsa.Flowchart", "Elsa.Break", "Elsa.End", "Elsa.Complete", "Elsa.HttpEndpoint", "Elsa.FlowSendHttpRequest",
            "Elsa.BulkDispatchWorkflows", "Elsa.ExecuteWorkflow", "Elsa.DispatchWorkflow", "Elsa.PublishEvent", "Elsa.Timer", "Elsa.Cron",
        }) Assert.Contains($"\"{what}", drawn, StringComparison.Ordinal);
    }

    /// <summary>One of the start triggers, as if it had started the case; null for a case that somebody starts.</summary>
    private static StartTrigger? TriggerOf(CompiledWorkflow workflow, Random random) =>
        StartTriggers.Of(workflow, Begin, new WorkflowEngineOptions()).Triggers is { IsEmpty: false } triggers && random.Next(3) > 0
            ? new StartTrigger(triggers[random.Next(triggers.Length)].NodeId, JsonSerializer.SerializeToElement(new { requestId = "r0", method = "POST", path = "waits" }))
            : null;

    private static CompiledWorkflow Compile(RandomDefinition definition)
    {
        var read = Assert.IsType<DefinitionReading.Read>(DefinitionReader.Read(definition.Draw()));
        return Assert.IsType<CompilationResult.Compiled>(Compiler.Compile(read.Definition)).Workflow;
    }

    private static bool Ended(CaseState state) => state is { Status: CaseStatus.Finished, SubStatus: not CaseSubStatus.Faulted };

    /// <summary>A case that has not ended is waiting for something that can come: an event, a person, or its own scheduled work.</summary>
    private static void AssertNothingIsLost(CaseState state)
    {
        if (Ended(state)) Assert.True(state.Bookmarks.IsEmpty && state.Scheduled.IsEmpty && state.Children.IsEmpty, Dump(state));
        else Assert.False(state.Bookmarks.IsEmpty && state.Incidents.IsEmpty && !state.HasScheduledWork, Dump(state));
    }

    /// <summary>No run is undone by two at once or twice, and nothing that undoes is undone.</summary>
    private static void AssertUndoneAtMostOnce(CaseState state)
    {
        var undoing = state.Executions.Values.Where(run => run is { Compensates: not null, Status: ExecutionStatus.Running or ExecutionStatus.Completed }).ToArray();
        Assert.Distinct(undoing.Select(run => run.Compensates));
        Assert.All(undoing, run => Assert.Null(state.Executions[run.Compensates!.Value].Compensates));
        Assert.All(undoing, run => Assert.Equal("Agency.Test.Grant", state.Executions[run.Compensates!.Value].Type));
    }

    private static CaseCommand? Next(CaseState state, Random random)
    {
        if (state.HasScheduledWork && random.Next(4) > 0) return new Continue();
        if (Ended(state) && random.Next(2) == 0) return null;
        if (state.Incidents.Values.FirstOrDefault() is { } incident && random.Next(2) == 0)
            return new ResolveIncident(incident.Id, (IncidentResolution)random.Next(3), "test", random.Next(2) == 0 ? null : "True");
        if (state.Incidents.Values.LastOrDefault() is { } wrong && random.Next(4) == 0)
            return new CompensateIncident(wrong.Id, random.Next(2) == 0 ? "case" : null, (CompensationFollowUp)random.Next(3), "test");
        if (state.Effects.Values.FirstOrDefault() is { } effect && random.Next(3) == 0)
        {
            return random.Next(3) switch
            {
                0 => new FailEffect(effect.Id, new Fault("down", "no answer"), null),
                1 => new RecordAttempt(effect.Id, new EffectAttempt(1, "down", null, null, null, 5, null, null)),
                _ => new CompleteEffect(effect.Id, Answer(state, effect, random.Next(4)), JsonSerializer.SerializeToElement(new { Number = "1" }), null),
            };
        }

        if (state.Bookmarks.Count > 0 && random.Next(8) > 0) return Wake(state.Bookmarks.Values.ElementAt(random.Next(state.Bookmarks.Count)), state);
        return random.Next(7) switch
        {
            6 => new ReportIncident("late-answer:e1", new Fault("late", "Expected no answer, but one came; ask.", null, "justice")),
            0 => new CancelCase("enough"),
            1 => new RecordMark("note", JsonSerializer.SerializeToElement(random.Next(100))),
            2 => new FireTimer("b1"),
            3 => new Continue(),
            _ => new DeliverEvent(RandomDefinition.Events[random.Next(3)], JsonSerializer.SerializeToElement(new { n = 1 })),
        };
    }

    private static CaseCommand Wake(Bookmark bookmark, CaseState state) => bookmark.Kind switch
    {
        BookmarkKind.Event => new DeliverEvent(bookmark.Name!, null),
        BookmarkKind.Task => new CompleteTask(bookmark.Id, JsonSerializer.SerializeToElement(true)),
        BookmarkKind.Http => new ReceiveRequest(bookmark.Id, JsonSerializer.SerializeToElement(new { requestId = "r1", method = "POST", path = "waits", parsedContent = new { n = 1 } })),
        BookmarkKind.Child => new CompleteChild(
            bookmark.Id, new CaseId(Guid.Empty), state.ExecutionCount % 3 == 0 ? CaseSubStatus.Cancelled : CaseSubStatus.Finished, JsonSerializer.SerializeToElement(new { answer = 42 })),
        BookmarkKind.Effect when state.Effects.Values.FirstOrDefault(e => e.BookmarkId == bookmark.Id) is { } effect => new CompleteEffect(effect.Id, Answer(state, effect), null, null),
        _ => new FireTimer(bookmark.Id),
    };

    private static string Answer(CaseState state, Effect effect, int chance = 1) => state.Executions[effect.ExecutionId].Type switch
    {
        "Agency.Test.Grant" => chance == 0 ? "Refused" : "Granted",
        "Agency.Test.Revoke" => chance == 0 ? "Kept" : "Revoked",
        _ => "Registered",
    };

    private static CaseState Replay(CompiledWorkflow workflow, CaseId id, List<byte[]> journal) =>
        journal.Aggregate((CaseState?)null, (state, entry) => Engine.Apply(workflow, state, id, CaseEventJson.Deserialize(entry)))!;

    private static string Text(Decision decision) => decision switch
    {
        Decision.Accepted accepted => string.Join('\n', accepted.Events.Select(e => System.Text.Encoding.UTF8.GetString(CaseEventJson.Serialize(e)))) + accepted.MustContinue,
        Decision.Rejected rejected => rejected.ToString(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Dump(CaseState state) => InMemoryRuntime.Dump(state);
}
