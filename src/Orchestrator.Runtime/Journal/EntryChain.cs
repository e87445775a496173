using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Turns a decision into the next entries of a case's chain.</summary>
internal static class EntryChain
{
    /// <summary>Chains events behind an entry.</summary>
    /// <param name="caseId">Which case.</param>
    /// <param name="sequence">Sequence number of the entry before; 0 at the beginning.</param>
    /// <param name="previous">Its hash.</param>
    /// <param name="events">What was decided.</param>
    /// <param name="before">The case before, or null for a start.</param>
    /// <param name="actor">Who caused it.</param>
    /// <param name="at">When, in whole microseconds, which is what both databases keep.</param>
    /// <param name="key">Seals the payloads, all but that of <see cref="CaseErased"/>, which must be readable when the key is gone.</param>
    public static IReadOnlyList<JournalEntry> Append(
        CaseId caseId, long sequence, ReadOnlyMemory<byte> previous, IReadOnlyList<CaseEvent> events, CaseState? before, Actor actor, DateTimeOffset at, CaseKey key)
    {
        var entries = new JournalEntry[events.Count];
        var activities = new EntryActivity(before, events);
        var by = actor.ToString();
        using var cipher = key.Cipher();
        for (var index = 0; index < entries.Length; index++)
        {
            var kind = CaseEventJson.KindOf(events[index]);
            var activity = activities.Of(events[index]);
            var payload = CaseEventJson.Serialize(events[index]);
            sequence++;
            var stored = events[index] is CaseErased ? payload : key.SealEntry(cipher, sequence, payload);
            var hash = EntryHash.Compute(caseId, sequence, kind, activity, by, at, stored, previous.Span);
            entries[index] = new JournalEntry(caseId, sequence, kind, activity, actor, at, payload, previous, hash) { Stored = stored };
            previous = hash;
        }

        return entries;
    }

    /// <summary>Cuts a time to whole microseconds.</summary>
    public static DateTimeOffset Whole(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
