using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>Names of Elsa's events for the kinds of our journal, and back. What Elsa has no event for keeps its own name.</summary>
internal static class JournalEvents
{
    private static readonly (string Kind, string Event)[] Names =
    [
        (nameof(CaseStarted), "Started"), (nameof(ActivityStarted), "Started"), (nameof(ActivityCompleted), "Completed"), (nameof(ActivityFaulted), "Faulted"),
        (nameof(ActivityCanceled), "Canceled"), (nameof(BookmarkCreated), "Suspended"), (nameof(BookmarkRemoved), "Resumed"),
    ];

    /// <summary>The event that an entry is; the end of a case is the completion of its workflow.</summary>
    public static string Of(string kind, CaseEvent change) =>
        change is CaseStatusChanged { SubStatus: CaseSubStatus.Finished } ? "Completed" : Array.Find(Names, name => name.Kind == kind).Event ?? kind;

    /// <summary>A request as a condition on the journal.</summary>
    public static JournalFilter Filter(JournalRequestFilter? asked, CompiledWorkflow workflow)
    {
        if (asked is null) return JournalFilter.None;
        var excluded = asked.ExcludedActivityTypes ?? [];
        return new JournalFilter
        {
            Kinds = asked.EventNames is { Count: > 0 } events ? [.. events.SelectMany(Kinds).Distinct(StringComparer.Ordinal)] : null,
            ActivityIds = Activities(asked),
            ExcludedActivityIds = excluded.Count == 0
                ? null
                : [.. (workflow.Definition?.Activities ?? []).Where(node => excluded.Contains(node.Type)).Select(node => node.Id).Distinct(StringComparer.Ordinal)],
            OnlyActivities = excluded.Contains(ExecutionProjection.WorkflowType),
        };
    }

    private static IEnumerable<string> Kinds(string name)
    {
        var kinds = Names.Where(one => one.Event == name).Select(one => one.Kind).ToList();
        return kinds.Count == 0 ? [name] : kinds;
    }

    // An activity's id is unique in a definition, and the last part of its node id.
    private static List<string>? Activities(JournalRequestFilter asked)
    {
        var byNode = asked.ActivityNodeIds?.Select(nodeId => nodeId[(nodeId.LastIndexOf(':') + 1)..]);
        var ids = (asked.ActivityIds ?? []).Concat(byNode ?? []).Distinct(StringComparer.Ordinal).ToList();
        return ids.Count == 0 ? null : ids;
    }
}
