using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Cli.Validation;

/// <summary>The workflows among files that can be used as activities, as a server would have them after publishing all of them.</summary>
internal sealed class UsableWorkflows : IActivitySource
{
    private readonly (string File, WorkflowDefinition Definition)[] _usable;

    /// <summary>Reads the files; what cannot be read is told where the file itself is validated.</summary>
    public UsableWorkflows(IEnumerable<string> files) => _usable =
    [
        .. files.Distinct(StringComparer.Ordinal).Select(file => (File: file, Reading: DefinitionReader.Read(File.ReadAllBytes(file))))
            .Where(read => read.Reading is DefinitionReading.Read { Definition: { DefinitionId.Length: > 0 } definition } && WorkflowsAsActivities.IsUsable(definition))
            .Select(read => (read.File, ((DefinitionReading.Read)read.Reading).Definition)),
    ];

    public IEnumerable<ActivityEntry> Load() =>
    [
        .. _usable.Select(usable => usable.Definition)
            .OrderBy(definition => definition.DefinitionId, StringComparer.Ordinal).ThenByDescending(definition => definition.Version)
            .Select(definition => WorkflowsAsActivities.Entry(
                definition, definition.DefinitionId!, definition.Id ?? $"{definition.DefinitionId}-v{definition.Version}", definition.Version, IsNewest(definition)))
            .DistinctBy(entry => (entry.Descriptor.TypeName, entry.Descriptor.Version)),
    ];

    /// <summary>Files whose workflow has the activity type of another file's workflow: a server publishes one of them only.</summary>
    public IEnumerable<(string File, DefinitionFault Fault)> Clashes() =>
        from one in _usable
        from other in _usable
        where one.Definition.DefinitionId != other.Definition.DefinitionId
            && WorkflowsAsActivities.TypeNameOf(one.Definition) == WorkflowsAsActivities.TypeNameOf(other.Definition)
        select (one.File, new DefinitionFault("duplicate-activity-type", $"{one.Definition.Path}.name", one.Definition.Name,
            $"Expected a name that makes an activity type of its own, but '{other.Definition.DefinitionId}' makes '{WorkflowsAsActivities.TypeNameOf(one.Definition)}' as well; rename one of them."));

    private bool IsNewest(WorkflowDefinition definition) =>
        !_usable.Any(other => other.Definition.DefinitionId == definition.DefinitionId && other.Definition.Version > definition.Version);
}
