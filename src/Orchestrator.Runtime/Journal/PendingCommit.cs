using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>A decision that waits to become durable.</summary>
/// <param name="caseId">Whose.</param>
/// <param name="shard">The case's shard.</param>
/// <param name="epoch">The epoch under which the decision was made; a newer one in the database refuses it.</param>
/// <param name="expires">When to give up while nothing can have been stored.</param>
internal abstract class PendingCommit(CaseId caseId, int shard, long epoch, DateTimeOffset expires)
{
    private readonly TaskCompletionSource<CommitVerdict> _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CaseId CaseId { get; } = caseId;

    public int Shard { get; } = shard;

    public long Epoch { get; } = epoch;

    public DateTimeOffset Expires { get; } = expires;

    /// <summary>Ends when it is certain what became of it.</summary>
    public Task<CommitVerdict> Verdict => _verdict.Task;

    /// <summary>What is written; for a start, known once its number is.</summary>
    public abstract Draft? Draft { get; }

    public void Settle(CommitVerdict verdict) => _verdict.TrySetResult(verdict);

    /// <summary>The process ends before it is certain; nobody is told anything that may be wrong.</summary>
    public void Abandon() => _verdict.TrySetCanceled();
}

/// <summary>Entries and rows ready to be written.</summary>
internal sealed record Draft(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<RowChange> Rows);

/// <summary>The next entries of a case that exists.</summary>
internal sealed class StepCommit(int shard, long epoch, DateTimeOffset expires, Draft draft)
    : PendingCommit(draft.Entries[0].CaseId, shard, epoch, expires)
{
    public override Draft Draft { get; } = draft;
}

/// <summary>The first entry of a case, whose content may depend on a number that the transaction gives it.</summary>
/// <param name="caseId">The new case.</param>
/// <param name="shard">Its shard.</param>
/// <param name="epoch">The shard's epoch.</param>
/// <param name="expires">When to give up.</param>
/// <param name="request">What is started.</param>
/// <param name="prepare">Makes the entry and its rows from the number.</param>
internal sealed class StartCommit(
    CaseId caseId, int shard, long epoch, DateTimeOffset expires, StartRequest request, Func<long, ValueTask<PreparedStart>> prepare)
    : PendingCommit(caseId, shard, epoch, expires)
{
    public StartRequest Request { get; } = request;

    public PreparedStart? Prepared { get; private set; }

    public override Draft? Draft => Prepared?.Draft;

    public async ValueTask PrepareAsync(long number) => Prepared = await prepare(number);
}

/// <summary>A start with its number.</summary>
/// <param name="Case">The case after its first entry.</param>
/// <param name="Draft">What is written.</param>
/// <param name="Rule">What keeps it from starting, or null.</param>
internal sealed record PreparedStart(LoadedCase Case, Draft Draft, ActivationRule? Rule);
