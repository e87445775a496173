using Orchestrator.Audit.Checkpoints;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Verification;

/// <summary>Checks the chain of one case, entry by entry, against itself and against what checkpoints cover. Tells its first fault only: what follows from it says no more.</summary>
internal sealed class ChainCheck(string caseId, IReadOnlyList<ChainLeaf> leaves)
{
    private readonly Queue<ChainLeaf> _ahead = new(leaves.OrderBy(leaf => leaf.Entries));
    private readonly byte[] _previous = EntryHash.Origin.ToArray();
    private readonly CaseId? _id = CaseId.TryParse(caseId, null, out var id) ? id : null;
    private long _count, _covered;
    private bool _isBroken;

    public string Case => caseId;

    /// <summary>Entries behind the last leaf.</summary>
    public long Uncovered => _count - _covered;

    /// <summary>Takes the next entry.</summary>
    /// <returns>What is wrong, or null.</returns>
    public (long Entry, string Message)? Take(ExportRecord record)
    {
        _count++;
        if (_isBroken) return null;
        var fault = Fault(record);
        _isBroken = fault is not null;
        return fault;
    }

    /// <summary>What is missing at the end.</summary>
    public (long Entry, string Message)? Cut() => !_isBroken && _ahead.Count > 0
        ? (_count + 1, $"Expected {_ahead.Max(leaf => leaf.Entries)} entries, which a checkpoint covers, but the journal ends after {_count}.")
        : null;

    private (long Entry, string Message)? Fault(ExportRecord record)
    {
        if (record.Sequence != _count) return (_count, $"Expected entry {_count}, but found {record.Sequence}.");
        if (!record.Previous.SequenceEqual(_previous)) return (_count, $"Expected entry {_count} to name the hash of the entry before, but it names another.");
        if (_id is not { } id) return (_count, $"Expected the id of a case, but found '{caseId}'.");
        Span<byte> hash = stackalloc byte[EntryHash.Size];
        EntryHash.Compute(id, record.Sequence, record.Kind, record.Activity, record.Actor, record.At, record.Payload, record.Previous, hash);
        if (!hash.SequenceEqual(record.Hash)) return (_count, $"Expected the content of entry {_count} to have its hash, but it has another.");
        while (_ahead.TryPeek(out var leaf) && leaf.Entries == _count)
        {
            _ahead.Dequeue();
            if (!leaf.Head.Span.SequenceEqual(hash))
                return (_covered + 1, $"Expected entries {_covered + 1} to {_count} to be those that a checkpoint covers, but they were written again.");
            _covered = _count;
        }

        hash.CopyTo(_previous);
        return null;
    }
}
