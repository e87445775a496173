using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>
/// Which other case that has not ended keeps a new one from starting. A faulted case has not ended: it can be repaired. Checked in the transaction that starts the case, one
/// start of a rule at a time, so that of two at once exactly one is stored.
/// </summary>
/// <param name="DefinitionId">Cases of this definition, or null for any.</param>
/// <param name="CorrelationId">Cases with this correlation id, or null for any.</param>
internal sealed record ActivationRule(string? DefinitionId, string? CorrelationId)
{
    /// <summary>Orders starts that exclude each other.</summary>
    public string Key => $"activation/{DefinitionId}/{CorrelationId}";

    /// <summary>The rule for a start, or null when it may start beside any other.</summary>
    public static ActivationRule? Of(CompiledWorkflow workflow, CaseStarted started) => workflow.Definition is null ? null : ActivationStrategies.Of(workflow.Definition) switch
    {
        ActivationStrategy.Singleton => new ActivationRule(workflow.DefinitionId, null),
        ActivationStrategy.CorrelatedSingleton when started.CorrelationId is { } id => new ActivationRule(workflow.DefinitionId, id),
        ActivationStrategy.Correlation when started.CorrelationId is { } id => new ActivationRule(null, id),
        _ => null,
    };
}
