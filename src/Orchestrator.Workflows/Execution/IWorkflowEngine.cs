using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Execution;

/// <summary>The pure engine: no clock, no IO, no randomness of its own. Safe for concurrent use.</summary>
public interface IWorkflowEngine
{
    /// <summary>Decides one command. Deterministic in its arguments; never changes <paramref name="state"/>.</summary>
    /// <param name="workflow">The compiled definition version that the case keeps.</param>
    /// <param name="state">The case as it is.</param>
    /// <param name="command">The wish.</param>
    /// <param name="now">The time that enters the events.</param>
    Decision Decide(CompiledWorkflow workflow, CaseState state, CaseCommand command, DateTimeOffset now);

    /// <summary>Applies one event. Never evaluates an expression. Never changes <paramref name="state"/>.</summary>
    /// <param name="workflow">The compiled definition version that the case keeps.</param>
    /// <param name="state">The case before, or null for <see cref="CaseStarted"/>.</param>
    /// <param name="caseId">Which case.</param>
    /// <param name="change">What happened.</param>
    CaseState Apply(CompiledWorkflow workflow, CaseState? state, CaseId caseId, CaseEvent change);
}
