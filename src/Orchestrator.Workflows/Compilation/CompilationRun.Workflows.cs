using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.LogPersistence;

namespace Orchestrator.Workflows.Compilation;

/// <summary>Workflows used as activities: found by type and version, compiled into their place.</summary>
internal sealed partial class CompilationRun
{
    // Workflows that use each other twice double with every level; nobody draws that many activities.
    private const int MaxActivities = 20_000;

    /// <summary>Workflows used by the definition itself, in document order.</summary>
    public List<WorkflowUse> Uses { get; } = [];

    public static FrozenDictionary<string, ArgumentDefinition> ByName(ImmutableArray<ArgumentDefinition> arguments) =>
        arguments.DistinctBy(a => a.Name, StringComparer.Ordinal).ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    public static FrozenDictionary<string, string> NamesOf(IEnumerable<CompiledActivity> activities)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var activity in activities)
        {
            names.TryAdd(activity.Id, activity.Key);
            if (activity.Node.Name is { Length: > 0 } name) names.TryAdd(name, activity.Key);
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Compiles a used workflow in a frame of its own.</summary>
    /// <returns>Its root, or null after a fault.</returns>
    public CompiledActivity? Inline(CompiledActivity standIn, WorkflowActivity used)
    {
        var node = standIn.Node;
        if (_place.Frame is null) Uses.Add(new WorkflowUse(node.Path, standIn.Descriptor.TypeName, used.DefinitionId, used.VersionId, used.Version, node.Type == standIn.Descriptor.TypeName && node.Version == used.Version));
        if (Cycle(used) is { } cycle)
        {
            Fault("workflow-cycle", $"{node.Path}.type", node, $"Expected a workflow that does not contain itself, but {cycle}; take one of these uses away.");
            return null;
        }

        if (Compiled.Count > MaxActivities)
        {
            Fault("too-large", $"{node.Path}.type", node, $"Expected at most {MaxActivities} activities with all workflows that are used, but there are more; dispatch some of them as workflows of their own.");
            return null;
        }

        var frame = new CompiledFrame { NodeId = node.NodeId, Inputs = ByName(used.Definition.Inputs), Outputs = ByName(used.Definition.Outputs) };
        var outside = _place;
        _place = new Place(used.Definition, used.DefinitionId, frame, outside);
        _place.Scopes.Push(used.Definition.Variables);
        _place.LogPersistence = new LogPersistenceReader(this, node).Default(used.Definition.Json.Object("customProperties"), $"{node.Path}.root.customProperties");
        var root = CompileActivity(ActivityNodeReader.Read(used.Definition.Root!.Json, $"{node.Path}.root", $"{node.NodeId}:Workflow1"));
        _place = outside;
        frame.IdsByName = NamesOf(Compiled.Values.Where(a => ReferenceEquals(a.Frame, frame)));
        return root;
    }

    private bool IsWorkflow(ActivityNode node) =>
        (catalog.TryGet(node.Type, node.Version, out var entry) ? entry : FindWorkflow(node))?.Behaviour is WorkflowActivity;

    /// <summary>
    /// A version that is not here, because the file comes from another server or was written before the first start of this one, is replaced by the newest published
    /// version, as in Elsa; a workflow that has another name by now is found by its id.
    /// </summary>
    private ActivityEntry? FindWorkflow(ActivityNode node)
    {
        var id = node.Json.Text("workflowDefinitionId");
        return catalog.Entries
            .Where(e => e.Behaviour is WorkflowActivity workflow && (id is null ? e.Descriptor.TypeName == node.Type : workflow.DefinitionId == id))
            .OrderByDescending(e => e.Descriptor.Version == node.Version).ThenByDescending(e => e.Descriptor.IsBrowsable).ThenByDescending(e => e.Descriptor.Version)
            .FirstOrDefault();
    }

    /// <returns>Null, or the chain of names that leads from the workflow back to itself.</returns>
    private string? Cycle(WorkflowActivity used)
    {
        var chain = new List<string> { used.Definition.Name ?? used.DefinitionId };
        for (var place = _place; place is not null; place = place.Outside)
        {
            chain.Add(place.Definition.Name ?? place.DefinitionId);
            if (!string.Equals(place.DefinitionId, used.DefinitionId, StringComparison.Ordinal)) continue;
            chain.Reverse();
            return string.Join(" → ", chain.Select(name => $"'{name}'"));
        }

        return null;
    }

    /// <summary>The workflow whose activities are being compiled: the definition itself, or one that it uses.</summary>
    private sealed class Place(WorkflowDefinition definition, string definitionId, CompiledFrame? frame, Place? outside)
    {
        public WorkflowDefinition Definition => definition;

        public string DefinitionId => definitionId;

        public CompiledFrame? Frame => frame;

        public Place? Outside => outside;

        /// <summary>What this workflow chose for the records of its activities.</summary>
        public LogChoice LogPersistence { get; set; } = LogChoice.None;

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public Stack<ImmutableArray<VariableDefinition>> Scopes { get; } = new();
    }
}
