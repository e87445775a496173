using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Runtime.Definitions;

/// <summary>What is published now.</summary>
public interface IPublishedWorkflows
{
    /// <summary>Raised after <see cref="All"/> has changed.</summary>
    event Action? Changed;

    /// <summary>One version of each published definition.</summary>
    IReadOnlyList<PublishedWorkflow> All { get; }

    /// <summary>
    /// Looks at the stored versions again: palette activities, start triggers and schedules follow. To be called after a version was published, retracted or deleted.
    /// </summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}

/// <summary>A published version.</summary>
/// <param name="Workflow">Ready to run.</param>
/// <param name="Since">When it was stored; schedules count from then.</param>
public sealed record PublishedWorkflow(CompiledWorkflow Workflow, DateTimeOffset Since);
