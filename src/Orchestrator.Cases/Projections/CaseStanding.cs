using Orchestrator.Cases.Activities;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Statuses;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Projections;

/// <summary>How a dossier stands, read from its state alone: the one place where lists and pages take it from.</summary>
/// <param name="Input">What it was received with.</param>
/// <param name="Status">Our word.</param>
/// <param name="StatusSince">Since when.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Promise">The promised date, without the pause that runs now.</param>
/// <param name="PausedSince">Since when the clock stands still, or null.</param>
internal sealed record CaseStanding(
    CaseInput Input, string Status, DateTimeOffset StatusSince, BilingualText? Reason, ClockMark Promise, DateTimeOffset? PausedSince)
{
    /// <summary>The standing, or null when the case is no dossier.</summary>
    /// <param name="state">The case.</param>
    /// <param name="finishedAt">When it ended, or null.</param>
    public static CaseStanding? Of(CaseState state, DateTimeOffset? finishedAt)
    {
        if (CaseInput.From(state.Started.Input) is not { } input) return null;
        var mark = CaseMarks.Find<StatusMark>(state, CaseMarks.Status);
        var clock = CaseMarks.ClockOf(state)!;
        var status = StatusTable.Find(mark?.Status)?.Key ?? StatusTable.First;
        var since = mark?.At ?? input.ReceivedAt;
        if (state.SubStatus == CaseSubStatus.Cancelled && !StatusTable.Find(status)!.IsFinal) (status, since) = ("stopped", finishedAt ?? since);
        // A wait that was given up beside others leaves the mark behind; only a wait that goes on pauses.
        var paused = clock.PausedSince is { } at && state.Bookmarks.Values.Any(bookmark => WaitPayload.From(bookmark.Payload).IsPaused) ? at : (DateTimeOffset?)null;
        return new CaseStanding(input, status, since, mark?.Reason, clock, paused);
    }

    /// <summary>True when the case has ended for good: a faulted one can be repaired.</summary>
    public static bool HasEnded(CaseState state) => state.SubStatus is CaseSubStatus.Finished or CaseSubStatus.Cancelled;

    /// <summary>The promised date as it would be if the pause ended now.</summary>
    public LegalDay PromisedOn(DateTimeOffset now, DeadlineClock clock)
    {
        var days = PausedSince is { } since ? clock.PausedWorkingDays([new Pause(since, now)]) : 0;
        if (days == 0) return new LegalDay(Promise.Date, Promise.IsProvisional);
        var moved = clock.AddWorkingDays(Promise.Date, days);
        return moved with { IsProvisional = moved.IsProvisional || Promise.IsProvisional };
    }

    /// <summary>True when the promise was not kept, or is not kept now. A pause that began in time keeps it.</summary>
    public bool IsOverdue(DateTimeOffset? finishedAt, DateTimeOffset now, DeadlineClock clock) => (finishedAt ?? PausedSince ?? now) > clock.EndOf(Promise.Date);
}
