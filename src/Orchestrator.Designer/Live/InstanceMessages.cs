using Microsoft.AspNetCore.SignalR;
using Orchestrator.Designer.Instances;

namespace Orchestrator.Designer.Live;

/// <summary>What Studio listens to; the names of the methods are its own.</summary>
internal static class InstanceMessages
{
    /// <summary>The history has new lines.</summary>
    public static Task HistoryGrewAsync(this IClientProxy listeners) => listeners.SendAsync("WorkflowExecutionLogUpdatedAsync", new HistoryGrew());

    /// <summary>Badges of activities changed.</summary>
    public static Task ActivitiesChangedAsync(this IClientProxy listeners, IReadOnlyList<ExecutionStats> stats) =>
        listeners.SendAsync("ActivityExecutionLogUpdatedAsync", new ActivitiesChanged(stats));

    /// <summary>Status, variables or waits changed.</summary>
    public static Task InstanceChangedAsync(this IClientProxy listeners, string instanceId) =>
        listeners.SendAsync("WorkflowInstanceUpdatedAsync", new InstanceChanged(instanceId));
}

/// <summary>The history has new lines.</summary>
internal sealed record HistoryGrew;

/// <summary>Badges of activities, set as they are sent.</summary>
internal sealed record ActivitiesChanged(IReadOnlyList<ExecutionStats> Stats);

/// <summary>A case changed.</summary>
internal sealed record InstanceChanged(string WorkflowInstanceId);
