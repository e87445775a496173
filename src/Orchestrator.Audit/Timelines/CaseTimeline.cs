using Orchestrator.Audit.TimeTravel;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Timelines;

/// <summary>A case's history as people follow it: who held it when, step by step, entry by entry. Made by <see cref="TimelineFold"/>.</summary>
/// <param name="Lanes">Who held the case, in the order in which they first did.</param>
/// <param name="Steps">Every run of every activity.</param>
/// <param name="Lines">Every entry.</param>
/// <param name="From">Time of the first entry.</param>
/// <param name="To">Time of the last entry.</param>
public sealed record CaseTimeline(
    IReadOnlyList<TimelineLane> Lanes, IReadOnlyList<TimelineStep> Steps, IReadOnlyList<TimelineLine> Lines, DateTimeOffset From, DateTimeOffset To);

/// <summary>Who holds a case: an agency, officers, the citizen, or the orchestrator itself.</summary>
/// <param name="Kind"><c>agency</c>, <c>officer</c>, <c>citizen</c> or <c>system</c>.</param>
/// <param name="Code">Agency code or role, or null.</param>
public sealed record LaneKey(string Kind, string? Code);

/// <summary>Everything that one holder was waited for.</summary>
/// <param name="Key">Who.</param>
/// <param name="Waits">The waits, by their beginning.</param>
public sealed record TimelineLane(LaneKey Key, IReadOnlyList<TimelineWait> Waits)
{
    /// <summary>How long this holder had the case while the legal clock ran; waits side by side count once.</summary>
    /// <param name="now">Until when waits that go on are counted.</param>
    public TimeSpan HeldFor(DateTimeOffset now) => Covered(Waits.Where(wait => !wait.IsPaused), now);

    /// <summary>How long this holder was waited for while the legal clock stood still.</summary>
    /// <param name="now">Until when waits that go on are counted.</param>
    public TimeSpan PausedFor(DateTimeOffset now) => Covered(Waits.Where(wait => wait.IsPaused), now);

    private static TimeSpan Covered(IEnumerable<TimelineWait> waits, DateTimeOffset now)
    {
        var (total, until) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        foreach (var wait in waits.OrderBy(wait => wait.From))
        {
            var (from, to) = (wait.From > until ? wait.From : until, wait.To ?? now);
            if (to > from) total += to - from;
            if (to > until) until = to;
        }

        return total;
    }
}

/// <summary>A time for which a case waited.</summary>
/// <param name="ExecutionId">The step that waited.</param>
/// <param name="ActivityId">Its activity.</param>
/// <param name="Name">Its name as drawn.</param>
/// <param name="Kind">What was waited for.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when, or null while it goes on.</param>
/// <param name="DueAt">When the wait ends by itself, or null.</param>
/// <param name="IsPaused">True when the legal clock stood still meanwhile.</param>
/// <param name="End">How it ended, or null while it goes on.</param>
public sealed record TimelineWait(
    long ExecutionId, string ActivityId, string Name, BookmarkKind Kind, DateTimeOffset From, DateTimeOffset? To, DateTimeOffset? DueAt, bool IsPaused, BookmarkEnd? End);

/// <summary>One run of an activity.</summary>
public sealed record TimelineStep
{
    /// <summary>Number of the run.</summary>
    public required long ExecutionId { get; init; }

    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>Its name as drawn.</summary>
    public required string Name { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it stands.</summary>
    public Standing Standing { get; init; }

    /// <summary>The port taken, or null.</summary>
    public string? Port { get; init; }

    /// <summary>Who held the case for it, or null when nobody was waited for.</summary>
    public LaneKey? Lane { get; init; }

    /// <summary>Calls that it made.</summary>
    public IReadOnlyList<TimelineCall> Calls { get; init; } = [];

    /// <summary>What went wrong, or null.</summary>
    public Fault? Fault { get; init; }
}

/// <summary>Something asked of the outside, with every try.</summary>
/// <param name="EffectId">Its id.</param>
/// <param name="Kind">What kind of effect.</param>
/// <param name="Agency">The agency asked, or null.</param>
/// <param name="Operation">What was asked for, or null.</param>
/// <param name="IdempotencyKey">The key that stayed the same over every try.</param>
/// <param name="AskedAt">When it was decided.</param>
/// <param name="Attempts">The tries.</param>
/// <param name="End">How it ended, or null while it goes on.</param>
public sealed record TimelineCall(
    string EffectId, string Kind, string? Agency, string? Operation, string IdempotencyKey, DateTimeOffset AskedAt, IReadOnlyList<TimelineAttempt> Attempts, EffectEnd? End);

/// <summary>One try.</summary>
/// <param name="At">When its outcome was recorded.</param>
/// <param name="Attempt">Class, status, hashes of request and answer, duration.</param>
public sealed record TimelineAttempt(DateTimeOffset At, EffectAttempt Attempt);

/// <summary>One entry in the list.</summary>
/// <param name="Sequence">Number of the entry.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Kind">Name of the event.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Actor">Who caused it, <c>kind:id</c>.</param>
/// <param name="ExecutionId">The run concerned, or null.</param>
/// <param name="Name">Name of its activity as drawn, or null.</param>
/// <param name="Lane">Whom the run waited for, or null.</param>
/// <param name="Detail">What is worth saying in a few words, or null; never personal data.</param>
public sealed record TimelineLine(
    long Sequence, DateTimeOffset At, string Kind, LineTopic Topic, string Actor, long? ExecutionId, string? Name, LaneKey? Lane, string? Detail)
{
    /// <summary>True when a person did it.</summary>
    public bool IsByPerson => Actor.StartsWith("officer:", StringComparison.Ordinal) || Actor.StartsWith("administrator:", StringComparison.Ordinal) || Actor.StartsWith("citizen:", StringComparison.Ordinal);
}

/// <summary>What an entry is about.</summary>
public enum LineTopic
{
    /// <summary>The case as a whole: start, status, name, end.</summary>
    Case,

    /// <summary>A step begins or ends.</summary>
    Step,

    /// <summary>A request to an agency and its answers.</summary>
    Agency,

    /// <summary>The case waits, or goes on.</summary>
    Wait,

    /// <summary>A task of a person.</summary>
    Task,

    /// <summary>Something went wrong, or was mended.</summary>
    Incident,

    /// <summary>A value changed.</summary>
    Data,

    /// <summary>Book-keeping of the engine.</summary>
    Engine,
}
