using Orchestrator.Cases.CaseFiles;
using Orchestrator.Designer.Access;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>Reads cases for a diagram. The state comes from memory or from the newest snapshot, the history part by part: nothing reads a long journal whole.</summary>
internal sealed class InstanceReader(CaseHeads heads, ICaseRuntime runtime, IDefinitionStore definitions, JournalPages journal, CaseMasks masks)
{
    /// <summary>How many entries about one activity are looked at; of one that ran more often the newest runs are shown.</summary>
    private const int MostEntries = 2_000;

    /// <summary>A part of the cases that fit.</summary>
    public Task<CaseHeadPage> ListAsync(CaseHeadFilter filter, CaseHeadOrder order, bool descending, int skip, int take, CancellationToken cancellationToken) =>
        heads.ListAsync(filter, order, descending, skip, take, cancellationToken);

    /// <summary>One case, or null when there is none.</summary>
    public async Task<Watched?> FindAsync(CaseId caseId, DesignerCaller caller, CancellationToken cancellationToken)
    {
        if (await heads.FindAsync(caseId, cancellationToken) is not { } head || await runtime.FindAsync(caseId, cancellationToken) is not { } state) return null;
        var workflow = await definitions.GetAsync(state.Started.VersionId, cancellationToken);
        return new Watched(head, state, workflow, new InstanceMask(masks.Of(workflow), hidesTexts: !caller.May(DesignerRight.ReadCaseData)));
    }

    /// <summary>A part of a history.</summary>
    public async Task<(IReadOnlyList<JournalRecord> Records, long Total)> JournalAsync(
        Watched watched, JournalRequestFilter? filter, long skip, int take, CancellationToken cancellationToken)
    {
        var page = await journal.ReadAsync(watched.State.CaseId, JournalEvents.Filter(filter, watched.Workflow), skip, take, cancellationToken);
        return (new JournalProjection(watched.Workflow, watched.State, watched.Mask).Records(page.Entries), page.Total);
    }

    /// <summary>The runs of one activity, oldest first.</summary>
    public async Task<IReadOnlyList<ExecutionRecord>> ExecutionsAsync(Watched watched, string nodeId, CancellationToken cancellationToken)
    {
        if (nodeId == ExecutionProjection.WorkflowNodeOf(watched.Workflow)) return [ExecutionProjection.OfWorkflow(watched.Workflow, watched.Head, watched.State, watched.Mask)];
        var activityId = nodeId[(nodeId.LastIndexOf(':') + 1)..];
        var entries = await journal.OfActivityAsync(watched.State.CaseId, activityId, ExecutionProjection.Kinds, MostEntries, cancellationToken);
        return ExecutionProjection.Records(watched.Workflow, watched.State, entries, watched.Mask);
    }

    /// <summary>The runs of every activity, the workflow itself first.</summary>
    public async Task<IReadOnlyList<ExecutionRecord>> ExecutionsAsync(Watched watched, CancellationToken cancellationToken)
    {
        var page = await journal.ReadAsync(watched.State.CaseId, new JournalFilter { Kinds = [.. ExecutionProjection.Kinds] }, 0, MostEntries, cancellationToken);
        return
        [
            ExecutionProjection.OfWorkflow(watched.Workflow, watched.Head, watched.State, watched.Mask),
            .. ExecutionProjection.Records(watched.Workflow, watched.State, page.Entries, watched.Mask),
        ];
    }

    /// <summary>One run, or null.</summary>
    public async Task<ExecutionRecord?> ExecutionAsync(Watched watched, long number, CancellationToken cancellationToken)
    {
        var nodeId = number == ExecutionKey.Workflow ? ExecutionProjection.WorkflowNodeOf(watched.Workflow) : watched.State.Executions.GetValueOrDefault(number)?.NodeId;
        if (nodeId is null) return null;
        var id = new ExecutionKey(watched.State.CaseId, number).ToString();
        return (await ExecutionsAsync(watched, nodeId, cancellationToken)).FirstOrDefault(run => run.Id == id);
    }

    /// <summary>The entries about one activity's effects, oldest first.</summary>
    public Task<IReadOnlyList<JournalEntry>> EffectEntriesAsync(Watched watched, string activityId, CancellationToken cancellationToken) =>
        journal.OfActivityAsync(watched.State.CaseId, activityId, [nameof(EffectRequested), nameof(EffectAttempted)], MostEntries, cancellationToken);
}

/// <summary>A case that somebody looks at.</summary>
internal sealed record Watched(CaseHead Head, CaseState State, CompiledWorkflow Workflow, InstanceMask Mask);
