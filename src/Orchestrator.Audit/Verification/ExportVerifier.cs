using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Exports;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Receipts;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Verification;

/// <summary>
/// Verifies an export with nothing but the public keys: every entry has the hash that it calls for and names the one before, every checkpoint is signed
/// and follows the one before, and what the checkpoints cover is there and unchanged.
/// </summary>
public sealed class ExportVerifier
{
    private readonly CheckpointChain _checkpoints;
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, List<ChainLeaf>> _leaves = new(StringComparer.Ordinal);
    private readonly ExportRecord _record = new();
    private readonly TreeGrowth _tree = new(0, []);
    private long _line, _entries, _cases, _uncovered, _checkpointCount;
    private int _nextCheckpoint;
    private bool _hasHeader, _isComplete, _hasEnd;
    private ChainCheck? _chain;
    private (string Case, byte[] Key) _key = ("", []);

    private ExportVerifier(IReadOnlyList<PublicKey> keys, IReadOnlyList<SignedCheckpoint> kept) => _checkpoints = new CheckpointChain(keys, kept);

    /// <summary>Verifies an export.</summary>
    /// <param name="export">JSON Lines as <see cref="JournalExport"/> writes them.</param>
    /// <param name="keys">Public keys that are trusted, got from elsewhere than the export.</param>
    /// <param name="checkpointFile">A copy of the checkpoint file that was kept elsewhere, or null. Only with it a restored older state is noticed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="receipts">Receipts that applicants kept, or null: their cases must be there as they were then.</param>
    /// <exception cref="FormatException">The checkpoint file is none.</exception>
    public static async Task<VerificationReport> VerifyAsync(
        Stream export, IReadOnlyList<PublicKey> keys, string? checkpointFile, CancellationToken cancellationToken, IReadOnlyList<ProofReceipt>? receipts = null)
    {
        var verifier = new ExportVerifier(keys, checkpointFile is null ? [] : CheckpointFile.Read(checkpointFile));
        foreach (var receipt in receipts ?? []) verifier.Take(receipt, keys);
        var reader = PipeReader.Create(export, new StreamPipeReaderOptions(bufferSize: 1 << 18, minimumReadSize: 1 << 16));
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                verifier.Take(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty) verifier.Take(buffer);
                return verifier.End();
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private void Take(ReadOnlySequence<byte> bytes)
    {
        _line++;
        var record = _record;
        try
        {
            record.Read(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray());
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
        {
            Find(null, null, $"Expected a record in JSON, but the line cannot be read ({unreadable.Message}).");
            return;
        }

        switch (record.Record)
        {
            case "header" when record.Format is JournalExport.Format or JournalExport.FormatBefore:
                (_hasHeader, _isComplete) = (true, record.IsComplete);
                break;
            case "checkpoint":
                _checkpointCount++;
                if (_checkpoints.Add(record.Text, _isComplete) is { } wrong) Find(null, null, wrong);
                break;
            case "leaf" or "proof":
                TakeLeaf(record);
                break;
            case "key":
                _key = (record.Case, record.Key.ToArray());
                break;
            case "entry":
                TakeEntry(record);
                break;
            case "end":
                _hasEnd = true;
                if (record.Entries != _entries) Find(null, null, $"Expected {record.Entries} entries, but the export holds {_entries}.");
                break;
            default:
                Find(null, null, $"Expected a record of the format {JournalExport.Format}, but found '{record.Record}' {record.Format}.");
                break;
        }
    }

    private void Take(ProofReceipt receipt, IReadOnlyList<PublicKey> keys)
    {
        if (receipt.Fault(keys) is { } fault)
        {
            Find(receipt.Proof.CaseId, null, $"Receipt of {receipt.Number}: {fault}");
            return;
        }

        var leaf = receipt.LeafOf()!;
        if (!_leaves.TryGetValue(receipt.Proof.CaseId, out var ofCase)) _leaves[receipt.Proof.CaseId] = ofCase = [];
        ofCase.Add(leaf);
    }

    private void TakeLeaf(ExportRecord record)
    {
        if (!CaseId.TryParse(record.Case, null, out var caseId) || record.Head.Length != EntryHash.Size)
        {
            Find(record.Case, null, "Expected a leaf with a case and a hash of 32 bytes, but it is not so.");
            return;
        }

        var leaf = new ChainLeaf(record.Index, caseId, record.Entries, record.Head.ToArray());
        if (!_leaves.TryGetValue(record.Case, out var ofCase)) _leaves[record.Case] = ofCase = [];
        ofCase.Add(leaf);
        if (record.Record == "proof")
        {
            var root = _checkpoints.Newest is { } newest ? TreeProof.RootFrom(leaf.Hash(), leaf.Index, newest.Size, record.Proof) : null;
            if (root is null || !root.AsSpan().SequenceEqual(_checkpoints.Newest!.Root))
                Find(record.Case, leaf.Entries, "Expected the proof to lead to the root of the checkpoint, but it does not.");
            return;
        }

        if (leaf.Index != _tree.Size) Find(record.Case, null, $"Expected leaf {_tree.Size}, but found {leaf.Index}.");
        CompareRoots();
        _tree.Add(leaf.Hash());
    }

    private void CompareRoots()
    {
        while (_nextCheckpoint < _checkpoints.All.Count && _checkpoints.All[_nextCheckpoint] is var checkpoint && checkpoint.Size == _tree.Size)
        {
            _nextCheckpoint++;
            if (!checkpoint.Root.AsSpan().SequenceEqual(_tree.Root))
                Find(null, null, $"Expected the first {checkpoint.Size} leaves to have the root of checkpoint {checkpoint.Number}, but they have another.");
        }
    }

    private void TakeEntry(ExportRecord record)
    {
        _entries++;
        if (_chain?.Case != record.Case)
        {
            EndChain();
            _cases++;
            _chain = new ChainCheck(record.Case, _leaves.GetValueOrDefault(record.Case) ?? []);
        }

        if (_chain!.Take(record) is { } wrong) Find(record.Case, wrong.Entry, wrong.Message);
        else if (record.HasClear && !IsSealed(record))
            Find(record.Case, record.Sequence, $"Expected the text in clear of entry {record.Sequence} to be what is sealed in it, but it is another, or its key is missing.");
    }

    private bool IsSealed(ExportRecord record) =>
        _key.Case == record.Case && CaseId.TryParse(record.Case, null, out var id)
        && JournalEntry.Open(id, record.Sequence, record.Payload, _key.Key) is { } opened && opened.AsSpan().SequenceEqual(record.Clear);

    private void EndChain()
    {
        if (_chain is not { } chain) return;
        _leaves.Remove(chain.Case);
        if (chain.Cut() is { } cut) Find(chain.Case, cut.Entry, cut.Message);
        _uncovered += chain.Uncovered;
    }

    private VerificationReport End()
    {
        EndChain();
        CompareRoots();
        if (!_hasHeader) Find(null, null, $"Expected a header of the format {JournalExport.Format}, but there is none.");
        if (!_hasEnd) Find(null, null, "Expected an end record, but there is none: the export was cut off.");
        foreach (var (missing, leaves) in _leaves)
            Find(missing, 1, $"Expected case {missing} with {leaves.Max(leaf => leaf.Entries)} entries, which a checkpoint covers, but it is missing.");
        if (_isComplete && _nextCheckpoint < _checkpoints.All.Count)
            Find(null, null, $"Expected {_checkpoints.Newest!.Size} leaves, which checkpoint {_checkpoints.Newest.Number} covers, but found {_tree.Size}.");
        if (_isComplete && _checkpoints.Cut() is { } cut) Find(null, null, cut);
        return new VerificationReport(_entries, _cases, _checkpointCount, _uncovered, _findings);
    }

    private void Find(string? caseId, long? entry, string message)
    {
        if (_findings.Count < VerificationReport.MostFindings) _findings.Add(new Finding(_line, caseId, entry, message));
    }
}
