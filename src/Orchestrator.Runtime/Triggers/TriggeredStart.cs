using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Triggers;

/// <summary>Starts cases by a trigger.</summary>
internal sealed class TriggeredStart(CaseRuntime runtime)
{
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;

    /// <summary>Starts a case of the trigger's version, once for a key.</summary>
    /// <param name="trigger">What starts it.</param>
    /// <param name="key">Makes it happen once, or null.</param>
    /// <param name="payload">What the trigger gives its activity, or null.</param>
    /// <param name="correlationId">Correlation id of the case, or null.</param>
    /// <param name="actor">Who started it.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    public Task<StartOutcome> StartAsync(
        PublishedTrigger trigger, StartKey? key, JsonElement? payload, string? correlationId, Actor actor, CancellationToken cancellationToken)
    {
        var workflow = trigger.Published.Workflow;
        var started = new CaseStarted(
            workflow.DefinitionId, workflow.VersionId, workflow.Version, Empty, correlationId, Name: null, Parent: null, new StartTrigger(trigger.Spec.NodeId, payload));
        return runtime.StartAsync(new StartRequest(key, Counter: null, _ => started, actor), cancellationToken);
    }
}
