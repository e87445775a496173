using Orchestrator.Cases.LegalClock;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>Stops and restarts the legal clock of a case. Waits side by side stop it once: it goes on when the last of them ends.</summary>
internal sealed class ClockKeeping(DeadlineClock clock)
{
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
        turn.Mark(CaseMarks.Clock, CaseMarks.ToJson(mark with { Date = moved.Date, IsProvisional = mark.IsProvisional || moved.IsProvisional, PausedSince = null }));
    }

    private static bool IsPausedByAWait(CaseState state) => state.Bookmarks.Values.Any(bookmark => WaitPayload.From(bookmark.Payload).IsPaused);
}
