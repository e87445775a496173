namespace Orchestrator.Workflows.Linting;

/// <summary>What a workflow is checked against besides itself. What is null is not checked.</summary>
public sealed record LintSurroundings
{
    /// <summary>True when a workflow of that definition id can be started.</summary>
    public Func<string, bool>? HasWorkflow { get; init; }
}
