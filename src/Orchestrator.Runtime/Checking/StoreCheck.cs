using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Snapshots;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Checking;

/// <summary>
/// Proves a store against itself: every journal is whole, every derived row is what its journal says, and a case loaded the fast way equals
/// the same case folded from its first entry. Reads only; cases that change meanwhile may be reported although nothing is wrong with them.
/// </summary>
public sealed class StoreCheck
{
    private readonly Database _database;
    private readonly JournalVerifier _verifier;
    private readonly CaseLoader _loader;
    private readonly DerivedRows _rows;
    private readonly JournalRows _journal;
    private readonly CaseKeyTable _keys;

    internal StoreCheck(Database database, JournalVerifier verifier, CaseLoader loader, DerivedRows rows, JournalRows journal, CaseKeyTable keys) =>
        (_database, _verifier, _loader, _rows, _journal, _keys) = (database, verifier, loader, rows, journal, keys);

    /// <summary>Checks every case.</summary>
    public async Task<StoreReport> RunAsync(CancellationToken cancellationToken)
    {
        var cases = await _database.QueryAsync(
            "SELECT case_id FROM journal UNION SELECT case_id FROM cases", [], row => new CaseId(row.GetGuid(0)), cancellationToken);
        var (entries, faults) = (0L, new List<StoreFault>());
        foreach (var caseId in cases)
        {
            switch (await _verifier.VerifyAsync(caseId, cancellationToken))
            {
                case JournalFinding.Broken broken:
                    faults.Add(new StoreFault(caseId, broken.Message));
                    continue;
                case JournalFinding.Whole { Entries: 0 }:
                    faults.Add(new StoreFault(caseId, "Expected a journal, but only derived rows are there."));
                    continue;
                case JournalFinding.Whole whole:
                    entries += whole.Entries;
                    break;
            }

            if (await UnreadableAsync(caseId, cancellationToken) is { } unreadable)
            {
                faults.AddRange(unreadable);
                continue;
            }

            var folded = Bytes(await _loader.ReplayAsync(caseId, null, cancellationToken));
            var loaded = Bytes(await _loader.LoadAsync(caseId, cancellationToken));
            if (!folded.AsSpan().SequenceEqual(loaded))
                faults.Add(new StoreFault(caseId, "Expected the case loaded from its snapshot to equal the fold of its journal, but they differ."));
            faults.AddRange(await _rows.CompareAsync(caseId, cancellationToken));
        }

        return new StoreReport(cases.Count, entries, faults);
    }

    /// <summary>For a case that cannot be read, what of that is wrong: nothing when its journal ends with its erasure. Null for a case that can be read.</summary>
    private async Task<IReadOnlyList<StoreFault>?> UnreadableAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        if (!(await _journal.ReadAsync(caseId, 0, 1, cancellationToken)).Any(first => first.Reading != EntryReading.Whole)) return null;
        var last = await _journal.ReadAsync(caseId, "WHERE case_id = @case ORDER BY seq DESC LIMIT 1", [("@case", caseId.Value)], cancellationToken);
        return last is [{ Kind: nameof(CaseErased) }] && await _keys.ErasedAtAsync(caseId, cancellationToken) is not null
            ? []
            : [new StoreFault(caseId, "Expected a key that opens the journal, or a journal that ends with the erasure of the case, but neither is there; restore the row of case_keys from a backup.")];
    }

    private static byte[] Bytes(LoadedCase? folded) => StateBytes.Write(new Snapshot(folded!.State, folded.StartedAt));
}

/// <summary>What a check found.</summary>
/// <param name="Cases">How many cases were checked.</param>
/// <param name="Entries">How many journal entries they have.</param>
/// <param name="Faults">What is wrong; empty when nothing is.</param>
public sealed record StoreReport(int Cases, long Entries, IReadOnlyList<StoreFault> Faults);

/// <summary>Something in the store that contradicts a journal.</summary>
/// <param name="CaseId">Of which case.</param>
/// <param name="Message">"Expected …, but …".</param>
public sealed record StoreFault(CaseId CaseId, string Message);
