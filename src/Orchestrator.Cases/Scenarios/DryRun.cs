using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Scenarios;

/// <summary>
/// A case on the real engine, without agencies, database or clock: what would come from outside is told to it, and time moves only when told.
/// Everything that happened is in <see cref="Journal"/>, as it would be in the journal of a real case. Not safe for concurrent use.
/// </summary>
public sealed class DryRun
{
    private readonly IWorkflowEngine _engine;
    private readonly List<DryRunEntry> _journal = [];

    private DryRun(CompiledWorkflow workflow, CaseStarted started, CaseId caseId, DateTimeOffset now, IWorkflowEngine engine)
    {
        (Workflow, Now, _engine) = (workflow, now, engine);
        _journal.Add(new DryRunEntry(now, started));
        State = engine.Apply(workflow, null, caseId, started);
    }

    /// <summary>The version that runs.</summary>
    public CompiledWorkflow Workflow { get; }

    /// <summary>The case as it is.</summary>
    public CaseState State { get; private set; }

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Everything that happened so far.</summary>
    public IReadOnlyList<DryRunEntry> Journal => _journal;

    /// <summary>Ids of the activities that ran, in the order in which each first ran.</summary>
    public IEnumerable<string> Path => _journal.Select(entry => entry.Event).OfType<ActivityStarted>().Select(started => started.ActivityId).Distinct(StringComparer.Ordinal);

    /// <summary>Starts a case and runs it to its first wait.</summary>
    /// <param name="workflow">The version to run.</param>
    /// <param name="input">The workflow's inputs by name, a JSON object; see <see cref="DryRunInput"/> for what a dossier starts with.</param>
    /// <param name="now">The virtual time it starts at.</param>
    /// <param name="caseId">Its id, which seeds random numbers of scripts; null for a new one.</param>
    /// <param name="engine">The engine; null for one with default bounds.</param>
    public static DryRun Start(CompiledWorkflow workflow, JsonElement input, DateTimeOffset now, CaseId? caseId = null, IWorkflowEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var number = LenientJson.Text(input, CaseInput.Names.DossierNumber);
        var started = new CaseStarted(workflow.DefinitionId, workflow.VersionId, workflow.Version, input, number, number, null);
        var run = new DryRun(workflow, started, caseId ?? CaseId.New(now), now, engine ?? new WorkflowEngine());
        run.Send(new Continue());
        return run;
    }

    /// <summary>The open wait of an activity, or null.</summary>
    public Bookmark? WaitAt(string activityId) => State.Bookmarks.Values.FirstOrDefault(bookmark => bookmark.ActivityId == activityId);

    /// <summary>The effect that a wait waits for, or null.</summary>
    public Effect? EffectOf(Bookmark bookmark)
    {
        ArgumentNullException.ThrowIfNull(bookmark);
        return State.Effects.Values.FirstOrDefault(effect => effect.BookmarkId == bookmark.Id);
    }

    /// <summary>Gives the case a command and runs it to its next wait.</summary>
    /// <returns>Why the command was rejected, or null.</returns>
    public Decision.Rejected? Send(CaseCommand command)
    {
        for (CaseCommand? next = command; next is not null;)
        {
            switch (_engine.Decide(Workflow, State, next, Now))
            {
                case Decision.Accepted accepted:
                    _journal.AddRange(accepted.Events.Select(change => new DryRunEntry(Now, change)));
                    State = accepted.State;
                    next = accepted.MustContinue ? new Continue() : null;
                    break;
                case Decision.Rejected rejected:
                    return rejected;
            }
        }

        return null;
    }

    /// <summary>Moves the clock; what is due on the way fires at its time, in order.</summary>
    /// <param name="moment">Where to; a moment that has passed changes nothing.</param>
    public void MoveTo(DateTimeOffset moment)
    {
        while (State.Bookmarks.Values.Where(bookmark => bookmark.DueAt <= moment).MinBy(bookmark => bookmark.DueAt) is { DueAt: { } due } bookmark)
        {
            Now = due > Now ? due : Now;
            if (Send(new FireTimer(bookmark.Id)) is not null) break;
        }

        Now = moment > Now ? moment : Now;
    }

    /// <summary>The state rebuilt from the journal alone.</summary>
    public CaseState Replay() => _journal.Aggregate((CaseState?)null, (state, entry) => _engine.Apply(Workflow, state, State.CaseId, entry.Event))!;
}

/// <summary>One entry of a dry run's journal.</summary>
/// <param name="At">The virtual time.</param>
/// <param name="Event">What happened.</param>
public sealed record DryRunEntry(DateTimeOffset At, CaseEvent Event);
