using System.Globalization;
using Orchestrator.Audit.Timelines;
using Orchestrator.Audit.TimeTravel;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Designer.Diagrams;

namespace Orchestrator.Server.Pages.Histories;

/// <summary>What the history page of one case shows. Pure.</summary>
public sealed class HistoryModel
{
    private readonly CasePast _past;
    private readonly Dictionary<string, Diagram> _diagrams = new(StringComparer.Ordinal);

    /// <summary>The model of a case.</summary>
    /// <param name="file">Its page.</param>
    /// <param name="past">Its past.</param>
    /// <param name="timeline">Its timeline.</param>
    /// <param name="now">When it is looked at.</param>
    public HistoryModel(CaseFile file, CasePast past, CaseTimeline timeline, DateTimeOffset now)
    {
        (File, _past, Timeline, Now) = (file, past, timeline, now);

        // A decision is one moment, however many entries it wrote.
        Moments = [.. timeline.Lines.GroupBy(line => line.At).Select(lines => lines.Last().Sequence)];
        Until = file.FinishedAt is null ? now : timeline.To;
    }

    /// <summary>The page of the case.</summary>
    public CaseFile File { get; }

    /// <summary>Its timeline.</summary>
    public CaseTimeline Timeline { get; }

    /// <summary>When it is looked at.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Right end of the lanes: now while the case goes on, else its last entry.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The last entry of each decision: the stops of the slider.</summary>
    public IReadOnlyList<long> Moments { get; }

    /// <summary>Place of a moment in <see cref="Moments"/>: the last decision at or before it, or the first.</summary>
    public int PlaceOf(DateTimeOffset at) => Math.Max(0, Moments.Count(sequence => _past.TimeOf(sequence) <= at) - 1);

    /// <summary>The case as it stood at a place.</summary>
    public CaseMoment MomentAt(int place) => _past.After(Moments[place])!;

    /// <summary>What changed between two places, whichever comes first; from before the case when <paramref name="from"/> is negative.</summary>
    public MomentDifference? Between(int from, int to)
    {
        var (earlier, later) = from <= to ? (from, to) : (to, from);
        return _past.Between(earlier < 0 ? DateTimeOffset.MinValue : _past.TimeOf(Moments[earlier]), _past.TimeOf(Moments[later]));
    }

    /// <summary>The diagram that was in force at a moment.</summary>
    public Diagram DiagramOf(CaseMoment moment)
    {
        if (!_diagrams.TryGetValue(moment.VersionId, out var diagram))
        {
            var definition = _past.Versions.First(version => version.VersionId == moment.VersionId).Definition;
            _diagrams[moment.VersionId] = diagram = definition is null ? new Diagram([], [], 0, 0, 1, 1) : Diagram.Of(definition);
        }

        return diagram;
    }

    /// <summary>Where an instant stands in the lanes, in percent.</summary>
    public string Percent(DateTimeOffset at)
    {
        var whole = (Until - Timeline.From).TotalMilliseconds;
        var part = whole <= 0 ? 0 : (at - Timeline.From).TotalMilliseconds / whole;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(part, 0, 1) * 100:0.###}%");
    }

    /// <summary>How wide a wait is drawn, in percent.</summary>
    public string Width(TimelineWait wait)
    {
        var whole = (Until - Timeline.From).TotalMilliseconds;
        var part = whole <= 0 ? 1 : ((wait.To ?? Until) - wait.From).TotalMilliseconds / whole;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(part, 0, 1) * 100:0.###}%");
    }

    /// <summary>The step as the case's page knows it, with its legal limit; null for what is no named step.</summary>
    public Step? LimitOf(TimelineStep step) => File.Steps.FirstOrDefault(known => known.ActivityId == step.ActivityId && known.StartedAt == step.StartedAt);

    /// <summary>The latest legal limit of a holder's steps, and whether one of them was or is late.</summary>
    public (DateOnly? Due, bool IsLate) LimitOf(LaneKey lane)
    {
        var steps = Timeline.Steps.Where(step => step.Lane == lane).Select(LimitOf).OfType<Step>().ToList();
        return (steps.Max(step => step.DueDate), steps.Any(step => step.IsLate));
    }
}

/// <summary>How standings are shown on the diagram and in lists: a class and a sign, never colour alone.</summary>
internal static class StandingMarks
{
    public static string Class(this Standing standing) => "is-" + standing.Word();

    public static string Word(this Standing standing) => standing switch
    {
        Standing.Done => "done",
        Standing.Waiting => "waiting",
        Standing.Faulted => "faulted",
        Standing.Canceled => "canceled",
        _ => "running",
    };

    public static string Sign(this Standing standing) => standing switch
    {
        Standing.Done => "✓",
        Standing.Waiting => "…",
        Standing.Faulted => "!",
        Standing.Canceled => "×",
        _ => "▸",
    };
}
