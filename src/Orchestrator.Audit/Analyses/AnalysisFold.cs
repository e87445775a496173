using Orchestrator.Audit.Exports;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Analyses;

/// <summary>What lists know of a case.</summary>
internal sealed record CaseFacts(string Number, DateTimeOffset ReceivedAt, DateTimeOffset PromisedBy, DateTimeOffset? FinishedAt, bool IsPaused, bool IsProvisional);

/// <summary>Adds cases up, one after the other. Pure; keeps times and counts, no case.</summary>
internal sealed class AnalysisFold(DrawnOrder? order, DateTimeOffset now)
{
    private const int MostSlow = 10;

    private readonly Dictionary<string, StepSum> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), List<TimeSpan>> _arcs = [];
    private readonly Dictionary<string, (List<TimeSpan> Ended, int Open)> _agencies = new(StringComparer.Ordinal);
    private readonly Dictionary<(DeviationKind, string, string?), int> _deviations = [];
    private readonly Dictionary<string, (int Cases, int Repeats)> _rework = new(StringComparer.Ordinal);
    private readonly PriorityQueue<SlowCase, TimeSpan> _slowest = new();
    private int _looked, _erased, _finished, _inTime, _overdue, _provisional, _conforming;

    /// <summary>The next case: what lists know of it, and its journal.</summary>
    public void Add(CaseFacts facts, IReadOnlyList<TraceEvent> events)
    {
        _looked++;
        Count(facts);
        var runs = Runs(events);
        foreach (var (run, place) in runs.Select((run, place) => (run, place))) Count(run, place);
        foreach (var (before, after) in runs.Where(run => run.EndedAt is not null).OrderBy(run => run.EndedAt).Pairwise())
            Times(_arcs, (before.ActivityId, after.ActivityId)).Add(after.EndedAt!.Value - before.EndedAt!.Value);
        foreach (var again in runs.CountBy(run => run.ActivityId).Where(count => count.Value > 1))
            _rework[again.Key] = (_rework.GetValueOrDefault(again.Key).Cases + 1, _rework.GetValueOrDefault(again.Key).Repeats + again.Value - 1);
        if (order is null) return;
        var deviations = order.Deviations(runs, events).ToHashSet();
        foreach (var deviation in deviations) _deviations[deviation] = _deviations.GetValueOrDefault(deviation) + 1;
        if (deviations.Count == 0) _conforming++;
    }

    /// <summary>A case of which nothing can be said any more, because its data was erased.</summary>
    public void Skip() => _erased++;

    /// <summary>The figures.</summary>
    /// <param name="cases">How many cases fit altogether.</param>
    public ProcessAnalysis Read(int cases) => new()
    {
        Cases = cases,
        Looked = _looked,
        Erased = _erased,
        Finished = _finished,
        WithinLimit = _finished == 0 ? null : (double)_inTime / _finished,
        Overdue = _overdue,
        Provisional = _provisional,
        Steps = [.. _steps.Select(step => new StepFigures(step.Key, step.Value.Name, step.Value.Agency, step.Value.Runs, step.Value.Runs - step.Value.Ended.Count, At(step.Value.Ended, .5), At(step.Value.Ended, .9), step.Value.Places / (double)step.Value.Runs)).OrderBy(step => step.Rank)],
        Arcs = [.. _arcs.Select(arc => new ArcFigures(arc.Key.From, arc.Key.To, arc.Value.Count, At(arc.Value, .5)!.Value)).OrderByDescending(arc => arc.Count)],
        Agencies = [.. _agencies.Select(agency => new AgencyFigures(agency.Key, agency.Value.Ended.Count, agency.Value.Open, At(agency.Value.Ended, .5), At(agency.Value.Ended, .9))).OrderByDescending(agency => agency.Slow)],
        Conformance = order is null || _looked == 0 ? null : new Conformance(order.Version, _conforming, _looked, [.. _deviations.Select(one => new Deviation(one.Key.Item1, one.Key.Item2, one.Key.Item3, one.Value)).OrderByDescending(one => one.Cases)]),
        Slowest = [.. _slowest.UnorderedItems.Select(item => item.Element).OrderByDescending(slow => slow.Took)],
        Rework = [.. _rework.Select(again => new Rework(again.Key, _steps[again.Key].Name, again.Value.Cases, again.Value.Repeats)).OrderByDescending(again => again.Repeats)],
    };

    private void Count(CaseFacts facts)
    {
        var isLate = (facts.FinishedAt ?? now) > facts.PromisedBy && !(facts.FinishedAt is null && facts.IsPaused);
        if (facts.FinishedAt is not null) _finished++;
        if (facts.FinishedAt is not null && !isLate) _inTime++;
        if (facts.FinishedAt is null && isLate) _overdue++;
        if (facts.IsProvisional) _provisional++;
        var took = (facts.FinishedAt ?? now) - facts.ReceivedAt;
        _slowest.Enqueue(new SlowCase(facts.Number, took, facts.FinishedAt is not null, isLate), took);
        if (_slowest.Count > MostSlow) _slowest.Dequeue();
    }

    private void Count(StepRun run, int place)
    {
        if (!_steps.TryGetValue(run.ActivityId, out var step)) _steps[run.ActivityId] = step = new StepSum();
        (step.Name, step.Agency, step.Runs, step.Places) = (run.Name, run.Agency ?? step.Agency, step.Runs + 1, step.Places + place);
        if (run.EndedAt is { } ended) step.Ended.Add(ended - run.StartedAt);
        if (run.Agency is not { } agency) return;
        var sum = _agencies.TryGetValue(agency, out var known) ? known : ([], 0);
        if (run.EndedAt is { } end) sum.Ended.Add(end - run.StartedAt);
        else sum.Open++;
        _agencies[agency] = sum;
    }

    /// <summary>The steps that people know, in the order in which they began; repeated runs of a failed one are runs of their own.</summary>
    private static List<StepRun> Runs(IReadOnlyList<TraceEvent> events)
    {
        var runs = new SortedDictionary<long, StepRun>();
        foreach (var told in events)
        {
            if (told.ExecutionId is not { } id || told.ActivityType is not { } type || !ShownSteps.IsShown(type)) continue;
            if (told.Kind == nameof(ActivityStarted)) runs[id] = new StepRun(told.ActivityId!, told.Activity!, null, told.At, null);
            if (!runs.TryGetValue(id, out var run)) continue;
            if (told.Agency is { } agency) run = run with { Agency = agency };
            if (told.Kind is nameof(ActivityCompleted) or nameof(ActivityFaulted) or nameof(ActivityCanceled)) run = run with { EndedAt = told.At };
            runs[id] = run;
        }

        return [.. runs.Values];
    }

    private static List<TimeSpan> Times<TKey>(Dictionary<TKey, List<TimeSpan>> all, TKey key)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var times)) all[key] = times = [];
        return times;
    }

    /// <summary>The time that a share stayed at or below, by the nearest rank; null when there is none.</summary>
    private static TimeSpan? At(List<TimeSpan> times, double share)
    {
        if (times.Count == 0) return null;
        times.Sort();
        return times[(int)Math.Ceiling(share * times.Count) - 1];
    }

    private sealed class StepSum
    {
        public string Name { get; set; } = "";

        public string? Agency { get; set; }

        public int Runs { get; set; }

        public double Places { get; set; }

        public List<TimeSpan> Ended { get; } = [];
    }
}

/// <summary>A run of a step.</summary>
internal sealed record StepRun(string ActivityId, string Name, string? Agency, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>Neighbours in an order.</summary>
internal static class Neighbours
{
    /// <summary>Each item with the one after it.</summary>
    public static IEnumerable<(T Before, T After)> Pairwise<T>(this IEnumerable<T> items)
    {
        var (has, before) = (false, default(T)!);
        foreach (var item in items)
        {
            if (has) yield return (before, item);
            (has, before) = (true, item);
        }
    }
}
