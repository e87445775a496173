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

    internal StoreCheck(Database database, JournalVerifier verifier, CaseLoader loader, DerivedRows rows) =>
        (_database, _verifier, _loader, _rows) = (database, verifier, loader, rows);

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

            var folded = Bytes(await _loader.ReplayAsync(caseId, null, cancellationToken));
            var loaded = Bytes(await _loader.LoadAsync(caseId, cancellationToken));
            if (!folded.AsSpan().SequenceEqual(loaded))
                faults.Add(new StoreFault(caseId, "Expected the case loaded from its snapshot to equal the fold of its journal, but they differ."));
            faults.AddRange(await _rows.CompareAsync(caseId, cancellationToken));
        }

        return new StoreReport(cases.Count, entries, faults);
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
