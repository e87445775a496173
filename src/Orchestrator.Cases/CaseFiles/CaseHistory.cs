using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>What a journal tells in the order of time, beyond the state it folds to: when each thing happened.</summary>
internal sealed class CaseHistory
{
    private readonly Dictionary<long, StepRecord> _steps = [];
    private readonly Dictionary<string, DateTimeOffset> _waitsSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string By, DateTimeOffset At)> _claims = new(StringComparer.Ordinal);

    /// <summary>The executions, in the order they began.</summary>
    public IEnumerable<StepRecord> Steps => _steps.Values.OrderBy(step => step.Started.ExecutionId);

    /// <summary>When the case ended for good, or null.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Since when a bookmark waits.</summary>
    public DateTimeOffset? WaitsSince(string bookmarkId) => _waitsSince.TryGetValue(bookmarkId, out var at) ? at : null;

    /// <summary>Who works on a task, or null.</summary>
    public (string By, DateTimeOffset At)? ClaimOf(string bookmarkId) => _claims.TryGetValue(bookmarkId, out var claim) ? claim : null;

    public void Add(JournalEntry entry)
    {
        switch (entry.Event())
        {
            case ActivityStarted started:
                _steps[started.ExecutionId] = new StepRecord(started, entry.At);
                break;
            case ActivityCompleted completed when _steps.TryGetValue(completed.ExecutionId, out var step):
                step.End(entry.At, "done", completed.Outcomes.IsDefaultOrEmpty ? null : completed.Outcomes[0]);
                break;
            case ActivityFaulted faulted when _steps.TryGetValue(faulted.ExecutionId, out var step):
                step.End(entry.At, "faulted", null);
                break;
            case ActivityCanceled canceled when _steps.TryGetValue(canceled.ExecutionId, out var step):
                step.End(entry.At, "canceled", null);
                break;
            case BookmarkCreated { Bookmark: var bookmark }:
                _waitsSince[bookmark.Id] = entry.At;
                if (_steps.TryGetValue(bookmark.ExecutionId, out var waiting)) waiting.Wait(bookmark);
                break;
            case MarkRecorded { Name: var name } mark when name.StartsWith(Activities.CaseMarks.ClaimPrefix, StringComparison.Ordinal):
                var id = name[Activities.CaseMarks.ClaimPrefix.Length..];
                if (mark.Data.Text("by") is not { } by) _claims.Remove(id);
                else _claims.TryAdd(id, (by, entry.At));
                break;
            case CaseStatusChanged changed:
                FinishedAt = changed.SubStatus is CaseSubStatus.Finished or CaseSubStatus.Cancelled ? FinishedAt ?? entry.At : null;
                break;
        }
    }
}

/// <summary>One execution with its times.</summary>
internal sealed class StepRecord(ActivityStarted started, DateTimeOffset startedAt)
{
    public ActivityStarted Started => started;

    public DateTimeOffset StartedAt => startedAt;

    public DateTimeOffset? EndedAt { get; private set; }

    public string Outcome { get; private set; } = "running";

    public string? Port { get; private set; }

    /// <summary>The agency that was asked, or null.</summary>
    public string? Agency { get; private set; }

    public void Wait(Bookmark bookmark)
    {
        Outcome = "waiting";
        EndedAt = null;
        var holder = Activities.WaitPayload.From(bookmark.Payload).Holder;
        if (holder?.Kind == "agency") Agency = holder.Code;
    }

    public void End(DateTimeOffset at, string outcome, string? port) => (EndedAt, Outcome, Port) = (at, outcome, port);
}
