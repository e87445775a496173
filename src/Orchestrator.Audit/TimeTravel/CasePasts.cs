using Orchestrator.Cases.CaseFiles;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.TimeTravel;

/// <summary>Reads the pasts of cases.</summary>
public sealed class CasePasts
{
    private const int Page = 2_000;

    private readonly IJournalReader _journal;
    private readonly IDefinitionStore _definitions;
    private readonly IWorkflowEngine _engine;
    private readonly CaseMasks _masks;

    internal CasePasts(IJournalReader journal, IDefinitionStore definitions, IWorkflowEngine engine, CaseMasks masks) =>
        (_journal, _definitions, _engine, _masks) = (journal, definitions, engine, masks);

    /// <summary>The past of a case, or null when it has none or its data was erased.</summary>
    /// <param name="caseId">Which case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="isUnmasked">True to show personal data in clear.</param>
    public async Task<CasePast?> FindAsync(CaseId caseId, CancellationToken cancellationToken, bool isUnmasked = false)
    {
        var entries = new List<PastEntry>();
        var versions = new Dictionary<string, CompiledWorkflow>(StringComparer.Ordinal);
        IReadOnlyList<JournalEntry> page;
        do
        {
            page = await _journal.ReadAsync(caseId, entries.Count, Page, cancellationToken);
            foreach (var entry in page)
            {
                if (entry.Reading == EntryReading.Erased) return null;
                var change = entry.Event();
                entries.Add(new PastEntry(entry, change));
                if (CasePast.VersionOf(change) is { } version && !versions.ContainsKey(version)) versions[version] = await _definitions.GetAsync(version, cancellationToken);
            }
        }
        while (page.Count == Page);
        return entries.Count == 0 ? null : new CasePast(caseId, entries, versions, _engine, workflow => isUnmasked ? (_, value) => value : _masks.Of(workflow).Value);
    }
}
