namespace Orchestrator.Cases.CaseFiles;

/// <summary>Reads cases for people and agencies.</summary>
public sealed class CaseFileReader
{
    /// <summary>One case by either number, or null.</summary>
    public Task<CaseFile?> FindAsync(string number, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Cases by what is known of them.</summary>
    public Task<SearchOutcome> SearchAsync(CaseSearch search, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>History of a case after a sequence number, or null when there is no such case.</summary>
    /// <param name="number">Either number.</param>
    /// <param name="after">0 for the beginning.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<HistoryEntry>?> HistoryAsync(string number, long after, int limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The case as it was at a moment, or null when it did not exist then.</summary>
    public Task<CaseFile?> AtAsync(string number, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>New history as it becomes durable, until cancelled; null when there is no such case.</summary>
    public Task<IAsyncEnumerable<HistoryEntry>?> FollowAsync(string number, long after, CancellationToken cancellationToken) => throw new NotImplementedException();
}
