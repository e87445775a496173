using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Snapshots;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>What outlives a tenure and every tenure uses.</summary>
internal sealed record TenureParts(
    RuntimeOptions Options,
    Database Database,
    ICommitStore Store,
    IWorkflowEngine Engine,
    IDefinitionStore Definitions,
    CaseLoader Loader,
    CaseKeyTable Keys,
    ProjectionSet Projections,
    DeliveryLog Deliveries,
    EffectReader Effects,
    SnapshotStore Snapshots,
    JournalFeed Feed,
    RuntimeMetrics Metrics,
    TimeProvider Clock,
    Func<IEnumerable<IEffectHandler>> Handlers,
    ILogger<Tenure> Logger);
