using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Trials;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Tests.Trials;

/// <summary>A procedure tried without anything outside.</summary>
public sealed class TrialTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(7));

    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton<IActivitySource, Register>().AddWorkflowEngine().BuildServiceProvider();
    private readonly MadeUpAgency _agency = new();

    [Fact]
    public void Agencies_answer_by_themselves_and_waiting_days_pass_at_once()
    {
        var trial = Try(Flow);

        trial.RunOn();

        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Finished), (trial.State.Status, trial.State.SubStatus));
        Assert.True(trial.Now - Start > TimeSpan.FromDays(3));
        Assert.Equal(["Ask", "Wait", "Granted"], trial.Steps.Select(step => step.ActivityId).Where(id => id != "F"));
        var asked = trial.Steps.Single(step => step.ActivityId == "Ask");
        Assert.Equal(("77/2026", "Done"), (asked.Outputs!.Value.GetProperty("Number").GetString(), Assert.Single(asked.Ports)));
    }

    [Fact]
    public void A_chosen_outcome_is_the_one_that_the_agency_gives()
    {
        var trial = Try(Flow);
        trial.Chosen["Ask"] = "Refused";

        trial.RunOn();

        Assert.Equal("Refused", Assert.Single(_agency.Asked));
        Assert.Contains(trial.Steps, step => step.ActivityId == "Refused");
        Assert.DoesNotContain(trial.Steps, step => step.ActivityId == "Wait");
    }

    [Fact]
    public void An_agency_that_fails_opens_an_incident_and_the_trial_stops_there()
    {
        var trial = Try(Flow);

        Assert.Null(trial.Answer(trial.Waits[0].BookmarkId, new TrialAnswer.Failure("agency-invalid")));
        trial.RunOn();

        Assert.Equal("agency-invalid", Assert.Single(trial.State.Incidents.Values).Fault.Code);
        Assert.Equal(ExecutionStatus.Faulted, trial.Steps.Single(step => step.ActivityId == "Ask").Status);
    }

    [Fact]
    public void A_person_is_waited_for_and_answers_here()
    {
        var trial = Try("""
            {"type":"Elsa.Sequence","version":1,"id":"S","activities":[
              {"type":"Elsa.RunTask","version":1,"id":"Check","taskName":{"typeName":"String","expression":{"type":"Literal","value":"check"}}},
              {"type":"Elsa.Event","version":1,"id":"Signed","eventName":{"typeName":"String","expression":{"type":"Literal","value":"Signed"}}}]}
            """);
        trial.RunOn(passesTime: true);
        var wait = Assert.Single(trial.Waits);
        Assert.Equal((BookmarkKind.Task, "Check"), (wait.Kind, wait.ActivityId));

        Assert.NotNull(trial.Answer(wait.BookmarkId, new TrialAnswer.Signal(null)));
        Assert.Null(trial.Answer(wait.BookmarkId, new TrialAnswer.TaskResult(JsonElement.Parse("""{"outcome":"ok"}"""))));
        Assert.NotNull(trial.Answer(wait.BookmarkId, new TrialAnswer.Deadline()));
        Assert.Null(trial.Answer(Assert.Single(trial.Waits).BookmarkId, new TrialAnswer.Signal(null)));

        Assert.Equal(CaseStatus.Finished, trial.State.Status);
    }

    [Fact]
    public void A_loop_without_an_end_stops_after_so_many_answers()
    {
        var trial = Try("""
            {"type":"Elsa.Flowchart","version":1,"id":"F","activities":[{"type":"Test.Register","version":1,"id":"Ask"}],
             "connections":[{"source":{"activity":"Ask","port":"Done"},"target":{"activity":"Ask","port":"In"}}]}
            """);

        trial.RunOn();

        Assert.Equal(Trial.MostAnswersAtOnce, _agency.Asked.Count);
        Assert.Equal(CaseStatus.Running, trial.State.Status);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trial()
    {
        var (one, other) = (Try(Flow), Try(Flow));
        one.RunOn();
        other.RunOn();

        Assert.Equal(one.Journal.Select(entry => System.Text.Encoding.UTF8.GetString(CaseEventJson.Serialize(entry.Event))), other.Journal.Select(entry => System.Text.Encoding.UTF8.GetString(CaseEventJson.Serialize(entry.Event))));
    }

    private const string Flow = """
        {"type":"Elsa.Flowchart","version":1,"id":"F","activities":[
          {"type":"Test.Register","version":1,"id":"Ask"},
          {"type":"Elsa.Delay","version":1,"id":"Wait","timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"3.00:00:00"}}},
          {"type":"Elsa.WriteLine","version":1,"id":"Granted","text":{"typeName":"String","expression":{"type":"Literal","value":"granted"}}},
          {"type":"Elsa.WriteLine","version":1,"id":"Refused","text":{"typeName":"String","expression":{"type":"Literal","value":"refused"}}}],
         "connections":[{"source":{"activity":"Ask","port":"Done"},"target":{"activity":"Wait","port":"In"}},{"source":{"activity":"Wait","port":"Done"},"target":{"activity":"Granted","port":"In"}},
                        {"source":{"activity":"Ask","port":"Refused"},"target":{"activity":"Refused","port":"In"}}]}
        """;

    private Trial Try(string root)
    {
        var json = $$"""{"id":"tried:1","definitionId":"tried","name":"Tried","version":1,"root":{{root}}}""";
        var compiled = Assert.IsType<CompilationResult.Compiled>(_services.GetRequiredService<WorkflowCompiler>().Compile(System.Text.Encoding.UTF8.GetBytes(json)));
        return Trial.Start(compiled.Workflow, JsonElement.Parse("{}"), Start, _services.GetRequiredService<IActivityCatalog>(), _agency);
    }

    private sealed class MadeUpAgency : ITrialAgencies
    {
        public List<string?> Asked { get; } = [];

        public TrialReply Answer(JsonElement call, string? outcome, long seed)
        {
            Asked.Add(outcome);
            return new TrialReply(outcome ?? "Done", JsonSerializer.SerializeToElement(new { Number = "77/2026" }));
        }
    }

    /// <summary>Calls an agency and waits for its answer.</summary>
    private sealed class Register : ActivityBehaviour, IActivitySource
    {
        public override void Execute(ActivityTurn turn) =>
            turn.Request(EffectKinds.AgencyOperation, JsonSerializer.SerializeToElement(new { agency = "justice", operation = "register" }), turn.Wait(BookmarkKind.Effect, dueAt: turn.Now.AddDays(5)));

        public override void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption)
        {
            if (resumption is Resumption.ByFailure failure)
            {
                turn.Fault(failure.Fault);
                return;
            }

            if (resumption is not Resumption.ByEffect effect) return;
            turn.SetOutput("Number", effect.Outputs!.Value.GetProperty("Number"));
            turn.Complete(effect.Outcome ?? "Done");
        }

        public IEnumerable<ActivityEntry> Load() =>
        [
            new(new ActivityDescriptor
            {
                TypeName = "Test.Register",
                Category = "Test",
                DisplayName = "Register",
                Ports = [new PortDescriptor("Done"), new PortDescriptor("Refused")],
                Outputs = [new OutputDescriptor("Number", "String")],
            }, this),
        ];
    }
}
