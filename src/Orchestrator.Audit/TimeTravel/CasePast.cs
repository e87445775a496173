using System.Globalization;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.TimeTravel;

/// <summary>
/// The whole past of one case, read once: any moment of it is folded from the journal with the definition version that was in force then. Pure; for one
/// caller at a time.
/// </summary>
public sealed class CasePast
{
    private readonly IReadOnlyList<PastEntry> _entries;
    private readonly IReadOnlyDictionary<string, CompiledWorkflow> _versions;
    private readonly IWorkflowEngine _engine;
    private readonly Func<CompiledWorkflow, ValueMask> _masks;
    private PastState? _newest;

    internal CasePast(
        CaseId caseId, IReadOnlyList<PastEntry> entries, IReadOnlyDictionary<string, CompiledWorkflow> versions, IWorkflowEngine engine,
        Func<CompiledWorkflow, ValueMask> masks)
    {
        (CaseId, _entries, _versions, _engine, _masks) = (caseId, entries, versions, engine, masks);
        Versions = [.. entries.Select(entry => VersionOf(entry.Change)).OfType<string>().Distinct(StringComparer.Ordinal).Select(id => versions[id])];
    }

    /// <summary>Which case.</summary>
    public CaseId CaseId { get; }

    /// <summary>The definition versions that it ran with, in order.</summary>
    public IReadOnlyList<CompiledWorkflow> Versions { get; }

    /// <summary>How many entries there are.</summary>
    public long Count => _entries.Count;

    /// <summary>Time of each entry, the first at place 0.</summary>
    public DateTimeOffset TimeOf(long sequence) => _entries[(int)sequence - 1].Entry.At;

    internal IReadOnlyList<PastEntry> Entries => _entries;

    /// <summary>The number of the last entry at or before a moment; 0 when there is none.</summary>
    public long SequenceAt(DateTimeOffset at)
    {
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].Entry.At <= at) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>The case as it stood after an entry; null before the first.</summary>
    public CaseMoment? After(long sequence) => StateAfter(sequence) is { } past ? MomentFold.Of(past, _masks(past.Workflow), Language) : null;

    /// <summary>The case as it was at a moment, or null when it did not exist then.</summary>
    public CaseMoment? At(DateTimeOffset at) => After(SequenceAt(at));

    /// <summary>What became different between two moments; null when the case did not exist at the later one.</summary>
    public MomentDifference? Between(DateTimeOffset from, DateTimeOffset to)
    {
        var before = StateAfter(SequenceAt(from));
        return StateAfter(SequenceAt(to)) is { } after ? MomentFold.Between(before, after, _masks, Language) : null;
    }

    /// <summary>The state after an entry. Going forward folds only what lies between.</summary>
    internal PastState? StateAfter(long sequence)
    {
        if (sequence <= 0) return null;
        var past = _newest is { } newest && newest.Sequence <= sequence ? newest : null;
        foreach (var (entry, change) in _entries.Skip((int)(past?.Sequence ?? 0)).Take((int)(sequence - (past?.Sequence ?? 0))))
        {
            var workflow = past?.Workflow ?? _versions[VersionOf(change) ?? throw new InvalidOperationException(
                $"Expected the journal of case {CaseId} to begin with {nameof(CaseStarted)}, but it begins with {entry.Kind}; verify its chain.")];
            var state = _engine.Apply(workflow, past?.State, CaseId, change);
            past = new PastState(VersionOf(change) is { } next ? _versions[next] : workflow, state, entry.Sequence, entry.At);
        }

        return _newest = past;
    }

    internal static string? VersionOf(CaseEvent change) => change switch
    {
        CaseStarted started => started.VersionId,
        CaseMigrated migrated => migrated.VersionId,
        _ => null,
    };

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}

/// <summary>An entry with the event that it tells.</summary>
internal sealed record PastEntry(JournalEntry Entry, CaseEvent Change);

/// <summary>A case folded up to one entry.</summary>
internal sealed record PastState(CompiledWorkflow Workflow, CaseState State, long Sequence, DateTimeOffset At);
