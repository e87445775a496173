using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>Finds a call in the journal as it was asked for, also long after it is settled.</summary>
internal sealed class CallRecords(IJournalReader journal)
{
    private const int Page = 500;

    public async Task<Effect?> FindAsync(CaseId caseId, string effectId, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var entries = await journal.ReadAsync(caseId, after, Page, cancellationToken);
            foreach (var entry in entries.Where(entry => entry.Kind == nameof(EffectRequested) && entry.Reading != EntryReading.Erased))
            {
                if (entry.Event() is EffectRequested { Effect: var effect } && effect.Id == effectId)
                    return effect;
            }

            if (entries.Count < Page)
                return null;
            after = entries[^1].Sequence;
        }
    }
}
