using Orchestrator.Designer.Instances;

namespace Orchestrator.Designer.Live;

/// <summary>What Studio listens to; the names are its own.</summary>
internal interface IInstanceListener
{
    /// <summary>The history has new lines.</summary>
    Task WorkflowExecutionLogUpdatedAsync(HistoryGrew message);

    /// <summary>Badges of activities changed.</summary>
    Task ActivityExecutionLogUpdatedAsync(ActivitiesChanged message);

    /// <summary>Status, variables or waits changed.</summary>
    Task WorkflowInstanceUpdatedAsync(InstanceChanged message);
}

/// <summary>The history has new lines.</summary>
internal sealed record HistoryGrew;

/// <summary>Badges of activities, set as they are sent.</summary>
internal sealed record ActivitiesChanged(IReadOnlyList<ExecutionStats> Stats);

/// <summary>A case changed.</summary>
internal sealed record InstanceChanged(string WorkflowInstanceId);
