using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>Reads cases for people and agencies. One case is folded from its journal; lists come from rows of the same commits.</summary>
public sealed class CaseFileReader
{
    private const int PageSize = 1000;

    private static readonly JsonElement ErasedPayload = JsonSerializer.SerializeToElement(new { erased = true });

    private readonly CaseNumbers _numbers;
    private readonly CaseList _list;
    private readonly IJournalReader _journal;
    private readonly IDefinitionStore _definitions;
    private readonly ProcedureCatalog _procedures;
    private readonly EventMask _mask;
    private readonly ErasedCases _erased;
    private readonly DeadlineClock _clock;
    private readonly TimeProvider _time;

    internal CaseFileReader(
        CaseNumbers numbers, CaseList list, IJournalReader journal, IDefinitionStore definitions, ProcedureCatalog procedures, EventMask mask, ErasedCases erased,
        DeadlineClock clock, TimeProvider time)
    {
        _numbers = numbers;
        _list = list;
        _journal = journal;
        _definitions = definitions;
        _procedures = procedures;
        _mask = mask;
        _erased = erased;
        _clock = clock;
        _time = time;
    }

    /// <summary>One case by either number, or null.</summary>
    public async Task<CaseFile?> FindAsync(string number, CancellationToken cancellationToken) =>
        await _numbers.FindAsync(number, cancellationToken) is { } found ? await ReadAsync(found.CaseId, null, cancellationToken) : null;

    /// <summary>One case by its id, or null when it is no dossier.</summary>
    public Task<CaseFile?> FindAsync(CaseId caseId, CancellationToken cancellationToken) => ReadAsync(caseId, null, cancellationToken);

    /// <summary>Cases by what is known of them.</summary>
    public Task<SearchOutcome> SearchAsync(CaseSearch search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        return _list.SearchAsync(search, cancellationToken);
    }

    /// <summary>History of a case after a sequence number, or null when there is no such case.</summary>
    /// <param name="number">Either number.</param>
    /// <param name="after">0 for the beginning.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="isUnmasked">True to show personal data in clear; what designers keep out of the record stays out.</param>
    public async Task<IReadOnlyList<HistoryEntry>?> HistoryAsync(string number, long after, int limit, CancellationToken cancellationToken, bool isUnmasked = false)
    {
        if (await _numbers.FindAsync(number, cancellationToken) is not { CaseId: var caseId }) return null;
        var entries = await _journal.ReadAsync(caseId, after, Math.Clamp(limit, 1, PageSize), cancellationToken);
        if (entries.Count == 0) return [];
        var show = await ShowAsync(caseId, isUnmasked, cancellationToken);
        return [.. entries.Select(show)];
    }

    /// <summary>The case as it was at a moment, or null when it did not exist then.</summary>
    public async Task<CaseFile?> AtAsync(string number, DateTimeOffset at, CancellationToken cancellationToken) =>
        await _numbers.FindAsync(number, cancellationToken) is { } found ? await ReadAsync(found.CaseId, at, cancellationToken) : null;

    /// <summary>New history as it becomes durable, until cancelled; null when there is no such case.</summary>
    public async Task<IAsyncEnumerable<HistoryEntry>?> FollowAsync(string number, long after, CancellationToken cancellationToken) =>
        await _numbers.FindAsync(number, cancellationToken) is { } found ? Follow(found.CaseId, after, cancellationToken) : null;

    private async IAsyncEnumerable<HistoryEntry> Follow(CaseId caseId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var show = await ShowAsync(caseId, isUnmasked: false, cancellationToken);
        await foreach (var entry in _journal.FollowAsync(caseId, after, cancellationToken)) yield return show(entry);
    }

    private async Task<CaseFile?> ReadAsync(CaseId caseId, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        // History first: entries that come between the two reads are in the state and only miss their times for a moment.
        var history = new CaseHistory();
        for (long after = 0; ;)
        {
            var page = await _journal.ReadAsync(caseId, after, PageSize, cancellationToken);
            foreach (var entry in page)
            {
                if (entry.Reading == EntryReading.Erased) return await _erased.FindAsync(caseId, cancellationToken);
                if (at is null || entry.At <= at) history.Add(entry);
                after = entry.Sequence;
            }

            if (page.Count < PageSize) break;
        }

        if (await _journal.ReplayAsync(caseId, at, cancellationToken) is not { } state) return null;
        var workflow = await _definitions.GetAsync(state.Started.VersionId, cancellationToken);
        return new CaseFileFold(state, history, workflow, _procedures.FindByDefinition(state.Started.DefinitionId), _mask.Of(workflow), _clock, at ?? _time.GetUtcNow()).Read();
    }

    private async Task<Func<JournalEntry, HistoryEntry>> ShowAsync(CaseId caseId, bool isUnmasked, CancellationToken cancellationToken)
    {
        var first = (await _journal.ReadAsync(caseId, 0, 1, cancellationToken))[0];
        if (first.Reading == EntryReading.Erased)
        {
            return entry => new HistoryEntry(
                entry.Sequence, entry.Kind, entry.ActivityId, null, entry.Actor.ToString(), VietnamTime.Of(entry.At),
                entry.Reading == EntryReading.Whole ? JsonElement.Parse(entry.Payload.Span) : ErasedPayload, Convert.ToHexStringLower(entry.Hash.Span));
        }

        var started = (CaseStarted)first.Event();
        var workflow = await _definitions.GetAsync(started.VersionId, cancellationToken);
        var sensitive = isUnmasked ? SensitivePaths.None : _mask.Of(workflow);
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var labels = (workflow.Definition?.Activities ?? []).DistinctBy(node => node.Id).ToDictionary(node => node.Id, node => node.LabelIn(language), StringComparer.Ordinal);
        return entry => new HistoryEntry(
            entry.Sequence, entry.Kind, entry.ActivityId, entry.ActivityId is { } id ? labels.GetValueOrDefault(id) : null, entry.Actor.ToString(), VietnamTime.Of(entry.At),
            EventMask.Apply(entry.Payload, sensitive, variable => VariableName(workflow, variable)), Convert.ToHexStringLower(entry.Hash.Span));
    }

    private static string? VariableName(CompiledWorkflow workflow, string id) => workflow.Definition?.Variables.FirstOrDefault(variable => variable.Id == id)?.Name;
}
