using System.Collections.Concurrent;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Collects whose journal grows while this node owns the shards, so that a checkpoint need not read all of them.</summary>
internal sealed class ChainHeads : IChainHeads
{
    private const int Together = 500;

    private readonly JournalRows _rows;
    private readonly TenureKeeper _keeper;
    private ConcurrentDictionary<CaseId, byte> _changed = new();
    private Tenure? _tenure;

    public ChainHeads(JournalRows rows, JournalFeed feed, TenureKeeper keeper)
    {
        (_rows, _keeper) = (rows, keeper);
        feed.Announced += caseId => Volatile.Read(ref _changed).TryAdd(caseId, 0);
    }

    public async Task<IReadOnlyList<ChainHead>?> ChangedAsync(CancellationToken cancellationToken)
    {
        if (_keeper.Current is not { } tenure) return null;
        // Others may have written before this tenure began; what is announced from here on belongs to the next call.
        var isKnown = ReferenceEquals(_tenure, tenure);
        var changed = Interlocked.Exchange(ref _changed, new ConcurrentDictionary<CaseId, byte>());
        _tenure = tenure;
        if (!isKnown) return await _rows.HeadsAsync(cancellationToken);
        var heads = new List<ChainHead>(changed.Count);
        foreach (var cases in changed.Keys.Chunk(Together)) heads.AddRange(await _rows.HeadsOfAsync(cases, cancellationToken));
        return heads;
    }

    public void Forget() => _tenure = null;
}
