using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Execution;

/// <summary>The pure engine; see <c>docs/engine.md</c> for the order in which it works.</summary>
public sealed class WorkflowEngine(WorkflowEngineOptions options) : IWorkflowEngine
{
    /// <summary>Makes an engine with the default bounds.</summary>
    public WorkflowEngine() : this(new WorkflowEngineOptions()) { }

    /// <inheritdoc />
    public Decision Decide(CompiledWorkflow workflow, CaseState state, CaseCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return new Decider(workflow, state, now, options).Decide(command);
    }

    /// <inheritdoc />
    public CaseState Apply(CompiledWorkflow workflow, CaseState? state, CaseId caseId, CaseEvent change)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(change);
        return CaseApplier.Apply(workflow, state, caseId, change);
    }
}
