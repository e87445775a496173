using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Compensation;

/// <summary>Which runs of a case a compensation is about, and what of them is left to do.</summary>
internal sealed class CompensationScope
{
    /// <summary>The name of the case as a whole.</summary>
    public const string WholeCase = "case";

    private readonly Decider _decider;
    private readonly HashSet<long>? _roots;

    private CompensationScope(Decider decider, HashSet<long>? roots) => (_decider, _roots) = (decider, roots);

    private CaseState State => _decider.State;

    /// <summary>The container whose run the scope is, when it is one around the given execution.</summary>
    public long? Container { get; private init; }

    /// <summary>Finds what a scope means, seen from a place in the case.</summary>
    /// <param name="decider">The turn.</param>
    /// <param name="around">The container's run at that place, or null at the root.</param>
    /// <param name="named"><c>case</c>, the key of an activity, or null for the nearest container.</param>
    public static CompensationScope Of(Decider decider, long? around, string? named)
    {
        if (named == WholeCase || (named is null && around is null)) return new CompensationScope(decider, null) { Container = Outermost(decider, around) };
        var state = decider.State;
        for (var id = around; id is { } container; id = state.Executions[container].ParentId)
        {
            if (named is null || decider.ActivityOf(container).Key == named)
                return new CompensationScope(decider, WithEarlierTries(state, container)) { Container = container };
        }

        return new CompensationScope(decider, [.. state.Executions.Values.Where(run => run.Compensates is null && decider.Workflow.Find(run.NodeId)?.Key == named).Select(run => run.Id)]);
    }

    /// <summary>The completed run that is undone next: the one that completed last.</summary>
    public ActivityExecution? Next()
    {
        var undone = Undone();
        return Runs().Where(run => run.NotCompensated != CompensationReasons.Dismissed && !undone.Contains(run.Id) && Need(run) is CompensationNeed.With).MaxBy(run => (run.CompletedAs ?? 0, run.Id));
    }

    /// <summary>Runs that are not undone, with the reason, the newest first. A run that was retried is spoken for by the retry.</summary>
    public IEnumerable<(ActivityExecution Run, string Reason)> Left()
    {
        var undone = Undone();
        var retried = State.Executions.Values.Where(run => run.RetryOf is not null).Select(run => run.RetryOf!.Value).ToHashSet();
        return from run in Runs().OrderByDescending(run => run.Id)
               where !undone.Contains(run.Id) && !retried.Contains(run.Id)
               let reason = run.NotCompensated == CompensationReasons.Dismissed ? run.NotCompensated : (Need(run) as CompensationNeed.Impossible)?.Reason
               where reason is not null
               select (run, reason);
    }

    /// <summary>True while another compensation undoes something inside.</summary>
    public bool IsUndoneElsewhere(long compensation) =>
        State.Executions.Values.Any(run => run.Compensates is { } undone && run.ParentId != compensation && IsLive(run) && IsInside(State.Executions[undone]))
        || _decider.ScheduledCompensations.Any(work => work.ParentId != compensation && IsInside(State.Executions[work.Compensates!.Value]));

    private HashSet<long> Undone() => [.. State.Executions.Values
        .Where(run => run.Compensates is not null && (run.Status == ExecutionStatus.Completed || IsLive(run))).Select(run => run.Compensates!.Value),
        .. _decider.ScheduledCompensations.Select(work => work.Compensates!.Value)];

    /// <summary>Every run inside, those that undo others left out.</summary>
    private IEnumerable<ActivityExecution> Runs() => State.Executions.Values.Where(run => run.Compensates is null && IsInside(run));

    private CompensationNeed Need(ActivityExecution run) =>
        _decider.Workflow.Find(run.NodeId)?.Behaviour.CompensationOf(run) ?? new CompensationNeed.Nothing();

    private bool IsInside(ActivityExecution run)
    {
        if (_roots is null) return true;
        for (ActivityExecution? current = run; current is not null; current = current.ParentId is { } parent ? State.Executions[parent] : null)
        {
            if (_roots.Contains(current.Id)) return true;
        }

        return false;
    }

    private bool IsLive(ActivityExecution run) => State.Children.TryGetValue(run.ParentId ?? 0, out var live) && live.Contains(run.Id);

    private static long? Outermost(Decider decider, long? around)
    {
        while (around is { } id && decider.State.Executions[id].ParentId is { } parent) around = parent;
        return around;
    }

    /// <summary>What a container did before it faulted and was run again is its own as well.</summary>
    private static HashSet<long> WithEarlierTries(CaseState state, long container)
    {
        var tries = new HashSet<long>();
        for (long? id = container; id is { } one && tries.Add(one); id = state.Executions[one].RetryOf) { }
        return tries;
    }
}
