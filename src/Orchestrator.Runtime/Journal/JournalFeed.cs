using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>
/// Wakes those who follow a case when it has new entries. Cases share a fixed number of bells, so that followers who leave cost nothing;
/// one who is woken for another's sake looks and waits again.
/// </summary>
internal sealed class JournalFeed
{
    private readonly TaskCompletionSource?[] _bells = new TaskCompletionSource?[1_024];

    /// <summary>Raised for every decision that became durable on this node.</summary>
    public event Action<CaseId>? Announced;

    /// <summary>Sequence number of the last entry of a case in memory, which may be behind the database for a moment; null when the case is not in memory. Set while this node owns the shards.</summary>
    public Func<CaseId, long?>? Shown { get; set; }

    /// <summary>Ends at the next announcement of the case. Ask for it before reading, so that no entry falls between.</summary>
    public Task NextAsync(CaseId caseId)
    {
        ref var bell = ref Bell(caseId);
        while (true)
        {
            if (Volatile.Read(ref bell) is { } hung) return hung.Task;
            var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref bell, made, null) is null) return made.Task;
        }
    }

    public void Announce(CaseId caseId)
    {
        Announced?.Invoke(caseId);
        Interlocked.Exchange(ref Bell(caseId), null)?.TrySetResult();
    }

    private ref TaskCompletionSource? Bell(CaseId caseId) => ref _bells[Running.ShardMap.ShardOf(caseId, _bells.Length)];
}
