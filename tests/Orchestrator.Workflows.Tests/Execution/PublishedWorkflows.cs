using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Palette activities of the workflows that a test has published.</summary>
internal sealed class PublishedWorkflows : IActivitySource
{
    private readonly List<CompiledWorkflow> _published = [];

    public event Action? Changed;

    public void Add(CompiledWorkflow workflow)
    {
        if (!WorkflowsAsActivities.IsUsable(workflow.Definition!)) return;
        _published.RemoveAll(w => w.DefinitionId == workflow.DefinitionId && w.Version == workflow.Version);
        _published.Add(workflow);
        Changed?.Invoke();
    }

    public IEnumerable<ActivityEntry> Load() =>
    [
        .. _published.Select(w => WorkflowsAsActivities.Entry(
            w.Definition!, w.DefinitionId, w.VersionId, w.Version, !_published.Any(o => o.DefinitionId == w.DefinitionId && o.Version > w.Version))),
    ];
}
