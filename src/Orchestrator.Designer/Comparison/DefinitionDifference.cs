using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Comparison;

/// <summary>What is different between two versions of a definition. Where boxes stand and how large they are makes no difference.</summary>
/// <param name="Activities">Activities added, removed or changed, in the order of the newer diagram.</param>
/// <param name="Connections">Connections added or removed.</param>
/// <param name="Members">Changes of the workflow itself: name, variables, inputs, outputs, options.</param>
internal sealed record DefinitionDifference(
    IReadOnlyList<ActivityChange> Activities, IReadOnlyList<ConnectionChange> Connections, IReadOnlyList<MemberChange> Members)
{
    private static readonly string[] NotDrawn = ["definitionId", "root", "$schema", "id", "version", "createdAt", "toolVersion", "isLatest", "isPublished", "isReadonly", "isSystem", "links"];

    private static readonly string[] Shell = ["id", "nodeId", "metadata", "activities", "connections"];

    /// <summary>True when both say the same.</summary>
    public bool IsEmpty => Activities.Count + Connections.Count + Members.Count == 0;

    /// <summary>Compares two versions.</summary>
    public static DefinitionDifference Between(WorkflowDefinition before, WorkflowDefinition after)
    {
        var (old, now) = (ById(before), ById(after));
        var labels = Labels(before, after);
        return new DefinitionDifference(
            [
                .. now.Values.Where(node => !old.ContainsKey(node.Id)).Select(node => ActivityChange.Of(ChangeKind.Added, node, [])),
                .. old.Values.Where(node => !now.ContainsKey(node.Id)).Select(node => ActivityChange.Of(ChangeKind.Removed, node, [])),
                .. now.Values.Where(node => old.ContainsKey(node.Id)).Select(node => ActivityChange.Of(ChangeKind.Changed, node, Changes(old[node.Id], node)))
                    .Where(change => change.Members.Count > 0),
            ],
            ConnectionsBetween(before, after, labels),
            MemberChange.Between(MembersOf(before.Json, NotDrawn), MembersOf(after.Json, NotDrawn)));
    }

    private static IReadOnlyList<MemberChange> Changes(ActivityNode before, ActivityNode after)
    {
        var children = before.Children.Concat(after.Children).Select(child => Slot(child)).ToHashSet(StringComparer.Ordinal);
        string[] left = [.. Shell, .. children];
        var changes = MemberChange.Between(MembersOf(before.Json, left), MembersOf(after.Json, left));
        var (oldText, newText) = (Texts(before), Texts(after));
        return [.. changes, .. MemberChange.Between(oldText, newText)];
    }

    /// <summary>Texts on and beside the box are part of what a designer says; its place is not.</summary>
    private static Dictionary<string, JsonElement> Texts(ActivityNode node) =>
        node["metadata"].ValueKind == JsonValueKind.Object
            ? node["metadata"].EnumerateObject().Where(member => member.Name is "displayText" or "description").ToDictionary(member => member.Name, member => member.Value)
            : [];

    /// <summary>The activity's member in which a child is drawn: its own changes are told for itself.</summary>
    private static string Slot(ActivityNode child)
    {
        var parentEnd = child.Path.LastIndexOf('.');
        var slot = child.Path[(parentEnd + 1)..];
        var list = slot.IndexOf('[', StringComparison.Ordinal);
        return list < 0 ? slot : slot[..list];
    }

    private static Dictionary<string, JsonElement> MembersOf(JsonElement json, string[] left) =>
        json.EnumerateObject().Where(member => !left.Contains(member.Name, StringComparer.Ordinal)).ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);

    private static Dictionary<string, ActivityNode> ById(WorkflowDefinition definition) =>
        definition.Activities.DistinctBy(node => node.Id, StringComparer.Ordinal).ToDictionary(node => node.Id, StringComparer.Ordinal);

    private static Dictionary<string, string> Labels(params WorkflowDefinition[] definitions)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in definitions.SelectMany(definition => definition.Activities)) labels[node.Id] = node.Label;
        return labels;
    }

    private static IReadOnlyList<ConnectionChange> ConnectionsBetween(WorkflowDefinition before, WorkflowDefinition after, Dictionary<string, string> labels)
    {
        var (old, now) = (DrawnConnection.In(before).ToHashSet(), DrawnConnection.In(after).ToHashSet());
        return
        [
            .. now.Except(old).Select(one => Change(ChangeKind.Added, one)), .. old.Except(now).Select(one => Change(ChangeKind.Removed, one)),
        ];

        ConnectionChange Change(ChangeKind kind, DrawnConnection one) =>
            new(kind, one, labels.GetValueOrDefault(one.Source, one.Source), labels.GetValueOrDefault(one.Target, one.Target));
    }
}

/// <summary>How something differs.</summary>
internal enum ChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>An activity that differs.</summary>
internal sealed record ActivityChange(ChangeKind Kind, string Id, string Type, string Label, IReadOnlyList<MemberChange> Members)
{
    public static ActivityChange Of(ChangeKind kind, ActivityNode node, IReadOnlyList<MemberChange> members) => new(kind, node.Id, node.Type, node.Label, members);
}

/// <summary>A connection that differs; a changed one is removed and added.</summary>
internal sealed record ConnectionChange(ChangeKind Kind, DrawnConnection Connection, string SourceLabel, string TargetLabel);
