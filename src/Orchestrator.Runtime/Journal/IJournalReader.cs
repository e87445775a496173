using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Reads histories. Every read sees only what is durable.</summary>
public interface IJournalReader
{
    /// <summary>Entries of one case in order, after the given sequence number.</summary>
    /// <param name="caseId">Which case.</param>
    /// <param name="after">0 for the beginning.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(CaseId caseId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The case folded up to and including the last entry at or before <paramref name="at"/>; null when it did not exist then.</summary>
    Task<CaseState?> ReplayAsync(CaseId caseId, DateTimeOffset? at, CancellationToken cancellationToken);

    /// <summary>New entries of one case as they become durable, from <paramref name="after"/> on, until cancelled.</summary>
    IAsyncEnumerable<JournalEntry> FollowAsync(CaseId caseId, long after, CancellationToken cancellationToken);
}
