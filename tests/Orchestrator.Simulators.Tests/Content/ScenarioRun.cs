using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Simulators.Tests.Content;

/// <summary>Plays a scenario on the real engine, without agencies, clock or database.</summary>
internal sealed class ScenarioRun
{
    private readonly WorkflowEngine _engine = new();
    private readonly CompiledWorkflow _workflow;
    private readonly List<CaseEvent> _journal = [];
    private CaseState _state;
    private DateTimeOffset _now = DateTimeOffset.Parse("2026-11-23T02:00:00Z", CultureInfo.InvariantCulture);

    private ScenarioRun(CompiledWorkflow workflow, JsonElement application)
    {
        _workflow = workflow;
        var input = JsonSerializer.SerializeToElement(new
        {
            Application = application,
            DossierNumber = "G22.99.01-261123-0001",
            Locality = "00004",
            ReceivedAt = "2026-11-23T09:00:00+07:00",
        });
        var started = new CaseStarted(workflow.DefinitionId, workflow.VersionId, workflow.Version, input, null, null, null);
        _journal.Add(started);
        _state = _engine.Apply(workflow, null, CaseId.New(_now), started);
    }

    public CaseState State => _state;

    public IReadOnlyList<CaseEvent> Journal => _journal;

    public IEnumerable<string> Visited => _journal.OfType<ActivityStarted>().Select(started => started.ActivityId).Distinct();

    /// <summary>Statuses in order; one that was set again, for example by a second request for a supplement, stands once.</summary>
    public IEnumerable<string> Statuses
    {
        get
        {
            string? last = null;
            foreach (var status in _journal.OfType<MarkRecorded>().Where(mark => mark.Name == "status").Select(mark => mark.Data.GetProperty("status").GetString()!))
            {
                if (status != last)
                    yield return status;
                last = status;
            }
        }
    }

    public static ScenarioRun Play(CompiledWorkflow workflow, Scenario scenario)
    {
        var run = new ScenarioRun(workflow, scenario.Application);
        run.Send(new Continue());
        foreach (var happening in scenario.Script)
            run.Happen(happening);
        return run;
    }

    /// <summary>The state rebuilt from the journal alone.</summary>
    public CaseState Replay() => _journal.Aggregate((CaseState?)null, (state, change) => _engine.Apply(_workflow, state, _state.CaseId, change))!;

    private void Happen(Happening happening)
    {
        var bookmark = _state.Bookmarks.Values.SingleOrDefault(candidate => candidate.ActivityId == happening.At);
        Assert.True(bookmark is not null, $"Expected the case to wait at {happening.At}, but it waits at {string.Join(", ", _state.Bookmarks.Values.Select(waiting => waiting.ActivityId))}; incidents: {string.Join(", ", _state.Incidents.Values.Select(incident => incident.Fault))}.");
        var effect = _state.Effects.Values.SingleOrDefault(candidate => candidate.BookmarkId == bookmark.Id);
        _now = happening.Deadline && bookmark.DueAt is { } due ? due : _now.AddMinutes(1);
        Send(happening switch
        {
            { Deadline: true } => new FireTimer(bookmark.Id),
            { Reply: { } port } => new CompleteEffect(effect!.Id, port, happening.Outputs is { } outputs ? Pascal(outputs) : null, null),
            { Fails: { } code } => new FailEffect(effect!.Id, new Fault(code, "The scenario says so."), null),
            { Signal: { } signal } => new DeliverEvent(signal, happening.Payload),
            _ => new CompleteTask(bookmark.Id, happening.Answer),
        });
    }

    private void Send(CaseCommand command)
    {
        for (CaseCommand? next = command; next is not null;)
        {
            var accepted = _engine.Decide(_workflow, _state, next, _now) switch
            {
                Decision.Accepted decision => decision,
                Decision.Rejected rejected => throw new InvalidOperationException($"{next}: {rejected.Code}, {rejected.Message}"),
                _ => throw new InvalidOperationException("Expected a known decision."),
            };
            _journal.AddRange(accepted.Events);
            _state = accepted.State;
            next = accepted.MustContinue ? new Continue() : null;
        }
    }

    // Outputs of an activity are named after the members of the answer, with a capital letter.
    private static JsonElement Pascal(JsonElement outputs) =>
        JsonSerializer.SerializeToElement(outputs.EnumerateObject().ToDictionary(member => char.ToUpperInvariant(member.Name[0]) + member.Name[1..], member => member.Value));
}
