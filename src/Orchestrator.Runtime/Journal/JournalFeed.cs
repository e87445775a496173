using System.Collections.Concurrent;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Wakes those who follow a case when it has new entries.</summary>
internal sealed class JournalFeed
{
    private readonly ConcurrentDictionary<CaseId, TaskCompletionSource> _followed = new();

    /// <summary>Ends at the next announcement of the case. Ask for it before reading, so that no entry falls between.</summary>
    public Task NextAsync(CaseId caseId) =>
        _followed.GetOrAdd(caseId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Announce(CaseId caseId)
    {
        if (_followed.TryRemove(caseId, out var followers)) followers.TrySetResult();
    }
}
