using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Checks that a case's history is whole.</summary>
public sealed class JournalVerifier
{
    private readonly IJournalReader _journal;

    /// <summary>Makes a verifier over a journal.</summary>
    public JournalVerifier(IJournalReader journal) => _journal = journal;

    /// <summary>Checks every entry of a case: numbers without a gap, each hash right, each naming the one before.</summary>
    public async Task<JournalFinding> VerifyAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var (count, previous) = (0L, EntryHash.Origin);
        while (true)
        {
            var entries = await _journal.ReadAsync(caseId, count, JournalRows.Page, cancellationToken);
            foreach (var entry in entries)
            {
                if (entry.Sequence != count + 1) return new JournalFinding.Broken(count + 1, $"Expected entry {count + 1}, but found {entry.Sequence}.");
                if (!entry.PreviousHash.Span.SequenceEqual(previous.Span))
                    return new JournalFinding.Broken(entry.Sequence, $"Expected entry {entry.Sequence} to name the hash of the entry before, but it names another.");
                if (!EntryHash.IsRight(entry))
                    return new JournalFinding.Broken(entry.Sequence, $"Expected the content of entry {entry.Sequence} to have its hash, but it has another.");
                (count, previous) = (entry.Sequence, entry.Hash);
            }

            if (entries.Count < JournalRows.Page) return new JournalFinding.Whole(count, previous);
        }
    }
}

/// <summary>What a check found.</summary>
public abstract record JournalFinding
{
    private JournalFinding() { }

    /// <summary>Nothing is missing or changed.</summary>
    /// <param name="Entries">How many entries there are.</param>
    /// <param name="Head">Hash of the last one.</param>
    public sealed record Whole(long Entries, ReadOnlyMemory<byte> Head) : JournalFinding;

    /// <summary>An entry is missing, changed or out of place.</summary>
    /// <param name="Sequence">The first such entry.</param>
    /// <param name="Message">What is wrong with it.</param>
    public sealed record Broken(long Sequence, string Message) : JournalFinding;
}
