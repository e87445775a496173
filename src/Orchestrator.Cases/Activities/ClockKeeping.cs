using Orchestrator.Cases.LegalClock;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>Stops and restarts the legal clock of a case. Waits side by side stop it once: it goes on when the last of them ends.</summary>
internal sealed class ClockKeeping(DeadlineClock clock)
{
    /// <summary>Backlogs of effects drain in the order of this mark.</summary>
    private const string DeadlineMark = "deadline";

    public DeadlineClock Clock => clock;

    /// <summary>Called before the pausing wait begins.</summary>
    public static void Stop(ActivityTurn turn)
    {
        if (CaseMarks.ClockOf(turn.State) is not { } mark || IsPausedByAWait(turn.State)) return;
        turn.Mark(CaseMarks.Clock, CaseMarks.ToJson(mark with { PausedSince = turn.Now }));
    }

    /// <summary>Called after the pausing wait has ended.</summary>
    public void Restart(ActivityTurn turn)
    {
        if (CaseMarks.ClockOf(turn.State) is not { PausedSince: { } since } mark || IsPausedByAWait(turn.State)) return;
        var moved = clock.AddWorkingDays(mark.Date, clock.PausedWorkingDays([new Pause(since, turn.Now)]));
        Set(turn, mark with { Date = moved.Date, IsProvisional = mark.IsProvisional || moved.IsProvisional, PausedSince = null });
    }

    /// <summary>Records where the clock stands, and by when the case must be done.</summary>
    public void Set(ActivityTurn turn, ClockMark mark)
    {
        turn.Mark(CaseMarks.Clock, CaseMarks.ToJson(mark));
        turn.Mark(DeadlineMark, CaseMarks.ToJson(clock.EndOf(mark.Date)));
    }

    /// <summary>Records by when the case must be done, when nothing says so yet.</summary>
    public void EnsureDeadline(ActivityTurn turn)
    {
        if (!turn.State.Marks.ContainsKey(DeadlineMark) && CaseMarks.ClockOf(turn.State) is { } mark) turn.Mark(DeadlineMark, CaseMarks.ToJson(clock.EndOf(mark.Date)));
    }

    private static bool IsPausedByAWait(CaseState state) => state.Bookmarks.Values.Any(bookmark => WaitPayload.From(bookmark.Payload).IsPaused);
}
