namespace Orchestrator.Audit.Analyses;

/// <summary>How a procedure really goes, discovered from journals. What is not known is null, never zero.</summary>
public sealed record ProcessAnalysis
{
    /// <summary>How many cases fit what was asked for.</summary>
    public required int Cases { get; init; }

    /// <summary>How many of them were looked at: the newest.</summary>
    public required int Looked { get; init; }

    /// <summary>How many of the newest were left out, because their data was erased.</summary>
    public int Erased { get; init; }

    /// <summary>How many of those looked at have ended.</summary>
    public required int Finished { get; init; }

    /// <summary>Share of the ended cases that ended by the promised date; null when none has ended.</summary>
    public double? WithinLimit { get; init; }

    /// <summary>Cases that go on beyond their promised date, those whose clock stands still left out.</summary>
    public int Overdue { get; init; }

    /// <summary>Cases whose promised date depends on a calendar that is not decided yet.</summary>
    public int Provisional { get; init; }

    /// <summary>Steps, by their first appearance on average.</summary>
    public IReadOnlyList<StepFigures> Steps { get; init; } = [];

    /// <summary>What followed what.</summary>
    public IReadOnlyList<ArcFigures> Arcs { get; init; } = [];

    /// <summary>Agencies, the slowest first.</summary>
    public IReadOnlyList<AgencyFigures> Agencies { get; init; } = [];

    /// <summary>Conformance to the published definition; null when none is published or no case was looked at.</summary>
    public Conformance? Conformance { get; init; }

    /// <summary>The cases that took, or take, longest.</summary>
    public IReadOnlyList<SlowCase> Slowest { get; init; } = [];

    /// <summary>Steps that were done again in the same case, the most frequent first.</summary>
    public IReadOnlyList<Rework> Rework { get; init; } = [];
}

/// <summary>A step over all cases.</summary>
/// <param name="ActivityId">Its activity.</param>
/// <param name="Name">Its name as drawn.</param>
/// <param name="Agency">The agency that was waited for, or null.</param>
/// <param name="Runs">How often it began.</param>
/// <param name="Open">How many of those have not ended.</param>
/// <param name="Median">Median time from beginning to end; null when none has ended.</param>
/// <param name="Slow">What nine of ten stayed below; null likewise.</param>
/// <param name="Rank">Average place in its cases, from 0.</param>
public sealed record StepFigures(string ActivityId, string Name, string? Agency, int Runs, int Open, TimeSpan? Median, TimeSpan? Slow, double Rank);

/// <summary>A step that was done right after another.</summary>
/// <param name="From">The activity before.</param>
/// <param name="To">The activity after.</param>
/// <param name="Count">How often.</param>
/// <param name="Median">Median time from the end of one to the end of the other.</param>
public sealed record ArcFigures(string From, string To, int Count, TimeSpan Median);

/// <summary>An agency over all cases.</summary>
/// <param name="Agency">Its code.</param>
/// <param name="Steps">How many steps it ended.</param>
/// <param name="Open">How many it has now.</param>
/// <param name="Median">Median time of those that ended; null when none has.</param>
/// <param name="Slow">What nine of ten stayed below; null likewise.</param>
public sealed record AgencyFigures(string Agency, int Steps, int Open, TimeSpan? Median, TimeSpan? Slow);

/// <summary>Whether cases went as the published definition draws it.</summary>
/// <param name="Version">Number of the published version.</param>
/// <param name="Conforming">Cases without a deviation.</param>
/// <param name="Cases">Cases looked at.</param>
/// <param name="Deviations">What deviated, the most frequent first.</param>
public sealed record Conformance(int Version, int Conforming, int Cases, IReadOnlyList<Deviation> Deviations);

/// <summary>A deviation.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Step">The step, by name.</param>
/// <param name="Before">The step that should have come after it, or null.</param>
/// <param name="Cases">In how many cases.</param>
public sealed record Deviation(DeviationKind Kind, string Step, string? Before, int Cases);

/// <summary>Kinds of deviation.</summary>
public enum DeviationKind
{
    /// <summary>The published version has no such step.</summary>
    UnknownStep,

    /// <summary>A step was done after one that is drawn to come later.</summary>
    AgainstOrder,

    /// <summary>A person chose the outcome of a step that had failed.</summary>
    Overridden,
}

/// <summary>A case that took long.</summary>
/// <param name="Number">Dossier number.</param>
/// <param name="Took">From receipt to end, or till now.</param>
/// <param name="IsFinished">True when it has ended.</param>
/// <param name="IsLate">True when it ended, or goes on, beyond its promised date.</param>
public sealed record SlowCase(string Number, TimeSpan Took, bool IsFinished, bool IsLate);

/// <summary>A step that was done again.</summary>
/// <param name="ActivityId">Its activity.</param>
/// <param name="Name">Its name as drawn.</param>
/// <param name="Cases">In how many cases.</param>
/// <param name="Repeats">How many runs beyond the first.</param>
public sealed record Rework(string ActivityId, string Name, int Cases, int Repeats);
