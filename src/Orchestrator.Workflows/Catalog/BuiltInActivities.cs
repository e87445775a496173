using Orchestrator.Workflows.Activities.Branches;
using Orchestrator.Workflows.Activities.Children;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Activities.Composites;
using Orchestrator.Workflows.Activities.Data;
using Orchestrator.Workflows.Activities.Endings;
using Orchestrator.Workflows.Activities.Events;
using Orchestrator.Workflows.Activities.Faults;
using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Activities.Http;
using Orchestrator.Workflows.Activities.Loops;
using Orchestrator.Workflows.Activities.Scripts;
using Orchestrator.Workflows.Activities.Sequences;
using Orchestrator.Workflows.Activities.StateMachines;
using Orchestrator.Workflows.Activities.Tasks;
using Orchestrator.Workflows.Activities.Time;

namespace Orchestrator.Workflows.Catalog;

/// <summary>Elsa's own activities that run here.</summary>
public sealed class BuiltInActivities : IActivitySource
{
    /// <inheritdoc />
    public IEnumerable<ActivityEntry> Load() =>
    [
        .. FlowchartActivities.Entries, Sequence.Entry, StateMachine.Activity, .. Composite.Entries, .. BranchActivities.Entries, .. LoopActivities.Entries, .. EndingActivities.Entries, .. DataActivities.Entries,
        .. EventActivities.Entries, .. TimeActivities.Entries, RunTask.Entry, FaultActivity.Entry, RunJavaScript.Entry, Compensate.Entry, .. ChildActivities.Entries, .. HttpActivities.Entries,
    ];
}
