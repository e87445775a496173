using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.TimeTravel;

/// <summary>Hides what must not be seen of a value that goes by a name.</summary>
internal delegate JsonElement ValueMask(string name, JsonElement value);

/// <summary>A state as a moment that people can look at, and the difference of two. Pure.</summary>
internal static class MomentFold
{
    /// <summary>The moment that a state is.</summary>
    public static CaseMoment Of(PastState past, ValueMask mask, string language)
    {
        var (state, workflow) = (past.State, past.Workflow);
        return new CaseMoment
        {
            CaseId = state.CaseId,
            Sequence = past.Sequence,
            At = past.At,
            DefinitionId = workflow.DefinitionId,
            VersionId = workflow.VersionId,
            Version = workflow.Version,
            Status = state.Status,
            SubStatus = state.SubStatus,
            Variables = [.. Values(past).Select(value => new MomentVariable(value.Key.Name, value.Key.ExecutionId, mask(value.Key.Name, value.Value)))],
            Places = Places(state, workflow, language),
            Exits = [.. state.Executions.Values.Where(run => !run.Outcomes.IsDefaultOrEmpty)
                .SelectMany(run => run.Outcomes.Select(port => new MomentExit(run.ActivityId, port))).Distinct()],
        };
    }

    /// <summary>What became different. Values are compared before they are masked, so that a changed secret is a change.</summary>
    public static MomentDifference Between(PastState? from, PastState to, Func<CompiledWorkflow, ValueMask> masks, string language)
    {
        var before = from is null ? null : Of(from, masks(from.Workflow), language);
        var after = Of(to, masks(to.Workflow), language);
        return new MomentDifference(
            before, after, to.Sequence - (from?.Sequence ?? 0), Changes(from is null ? [] : Values(from), Values(to), from is null ? null : masks(from.Workflow), masks(to.Workflow)),
            Changes(before?.Places ?? [], after.Places));
    }

    private static List<VariableChange> Changes(
        Dictionary<VariableKey, JsonElement> before, Dictionary<VariableKey, JsonElement> after, ValueMask? maskBefore, ValueMask maskAfter) =>
    [
        .. before.Keys.Union(after.Keys)
            .Where(key => !(before.TryGetValue(key, out var old) && after.TryGetValue(key, out var now) && JsonElement.DeepEquals(old, now)))
            .Select(key => new VariableChange(
                key.Name, key.ExecutionId,
                before.TryGetValue(key, out var old) ? maskBefore!(key.Name, old) : null,
                after.TryGetValue(key, out var now) ? maskAfter(key.Name, now) : null)),
    ];

    private static List<PlaceChange> Changes(IReadOnlyList<MomentPlace> before, IReadOnlyList<MomentPlace> after)
    {
        var old = before.ToDictionary(place => place.NodeId, StringComparer.Ordinal);
        var now = after.ToDictionary(place => place.NodeId, StringComparer.Ordinal);
        return
        [
            .. after.Where(place => !old.TryGetValue(place.NodeId, out var then) || then.Standing != place.Standing || then.Runs != place.Runs).Select(place =>
                new PlaceChange(
                    place.ActivityId, place.Name, old.GetValueOrDefault(place.NodeId)?.Standing, place.Standing, place.Runs - (old.GetValueOrDefault(place.NodeId)?.Runs ?? 0))),
            .. before.Where(place => !now.ContainsKey(place.NodeId)).Select(place => new PlaceChange(place.ActivityId, place.Name, place.Standing, null, 0)),
        ];
    }

    private static Dictionary<VariableKey, JsonElement> Values(PastState past)
    {
        var names = (past.Workflow.Definition?.Variables ?? []).DistinctBy(variable => variable.Id).ToDictionary(variable => variable.Id, variable => variable.Name, StringComparer.Ordinal);
        var values = new Dictionary<VariableKey, JsonElement>();
        foreach (var (execution, variables) in past.State.Variables)
        {
            foreach (var (id, value) in variables) values[new VariableKey(execution, names.GetValueOrDefault(id) ?? id)] = value;
        }

        return values;
    }

    private static List<MomentPlace> Places(CaseState state, CompiledWorkflow workflow, string language)
    {
        var labels = (workflow.Definition?.Activities ?? []).DistinctBy(node => node.NodeId).ToDictionary(node => node.NodeId, node => node.LabelIn(language), StringComparer.Ordinal);
        var waiting = state.Bookmarks.Values.Select(bookmark => bookmark.ExecutionId).ToHashSet();
        return
        [
            .. state.Executions.Values.Where(run => run.ParentId is not null).GroupBy(run => run.NodeId, StringComparer.Ordinal).Select(runs =>
            {
                var newest = runs.Last();
                return new MomentPlace(newest.ActivityId, runs.Key, labels.GetValueOrDefault(runs.Key) ?? newest.Name ?? newest.ActivityId, StandingOf(newest, waiting), runs.Count());
            }),
        ];
    }

    private static Standing StandingOf(ActivityExecution run, HashSet<long> waiting) => run.Status switch
    {
        ExecutionStatus.Completed => Standing.Done,
        ExecutionStatus.Faulted => Standing.Faulted,
        ExecutionStatus.Canceled => Standing.Canceled,
        _ => waiting.Contains(run.Id) ? Standing.Waiting : Standing.Running,
    };

    private readonly record struct VariableKey(long ExecutionId, string Name);
}
