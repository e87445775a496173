using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>What the parts of one tenure share.</summary>
internal sealed class TenureContext
{
    public required RuntimeOptions Options { get; init; }

    public required Database Database { get; init; }

    public required IWorkflowEngine Engine { get; init; }

    public required CaseLoader Loader { get; init; }

    public required CaseKeyTable Keys { get; init; }

    public required ProjectionSet Projections { get; init; }

    public required DeliveryLog Deliveries { get; init; }

    public required JournalWriter Writer { get; init; }

    public required RuntimeMetrics Metrics { get; init; }

    /// <summary>The time that cases live in.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The time that outages and waits for them pass in.</summary>
    public TimeProvider RealTime { get; init; } = TimeProvider.System;

    public required ILogger Logger { get; init; }

    /// <summary>Epoch of each shard at the takeover.</summary>
    public required long[] Epochs { get; init; }

    /// <summary>Set when this node may no longer write.</summary>
    public required CancellationToken Lost { get; init; }

    /// <summary>Ends the tenure, because the database knows a newer owner.</summary>
    public required Action GiveUp { get; init; }

    /// <summary>Posts a <see cref="Workflows.Execution.Continue"/> behind the commands that wait already, so that a long case lets others in.</summary>
    public required Action<CaseId> Continue { get; init; }

    /// <summary>Called after a decision is durable.</summary>
    public required Action<CaseCommit> Published { get; init; }

    public int ShardOf(CaseId caseId) => ShardMap.ShardOf(caseId, Epochs.Length);
}
