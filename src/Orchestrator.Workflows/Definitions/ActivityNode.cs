using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Workflows.Definitions;

/// <summary>One drawn activity: a typed view on its JSON, with the activities drawn inside it.</summary>
public sealed class ActivityNode
{
    /// <summary>The activity object as read.</summary>
    public required JsonElement Json { get; init; }

    /// <summary>JSON path from the document's root.</summary>
    public required string Path { get; init; }

    /// <summary>Id; unique in the definition. Empty when the file has none.</summary>
    public required string Id { get; init; }

    /// <summary>Path of ids from the root: <c>Workflow1:Flowchart1:Task1</c>.</summary>
    public required string NodeId { get; init; }

    /// <summary>Full type name, for example <c>Elsa.SetVariable</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Version of the type.</summary>
    public required int Version { get; init; }

    /// <summary>Name used by expressions, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Text shown in the diagram, or null.</summary>
    public string? DisplayText { get; init; }

    /// <summary>Activities drawn directly inside, in document order.</summary>
    public ImmutableArray<ActivityNode> Children { get; init; } = [];

    /// <summary>The activity's <c>customProperties</c>; an empty object when absent.</summary>
    public JsonElement CustomProperties => Json.Object("customProperties");

    /// <summary>Name shown to people: display text, else name, else id.</summary>
    public string Label => DisplayText ?? Name ?? Id;

    /// <summary>The name in another language, from <c>metadata.translations</c>; null when there is none.</summary>
    /// <param name="language">Two-letter code, for example <c>en</c>.</param>
    public string? TranslationIn(string language) => Json.Object("metadata").Object("translations").Text(language) is { Length: > 0 } text ? text : null;

    /// <summary>Name shown to people who read that language.</summary>
    /// <param name="language">Two-letter code, for example <c>en</c>.</param>
    public string LabelIn(string language) => TranslationIn(language) ?? Label;

    /// <summary>A member of the activity by its JSON name, or an undefined element.</summary>
    public JsonElement this[string property] => Json.Member(property);

    /// <summary>The activity drawn at a path inside this one, for example <c>then</c> or <c>cases[1].activity</c>; null when the slot is empty.</summary>
    public ActivityNode? ChildAt(string slot)
    {
        var path = $"{Path}.{slot}";
        foreach (var child in Children)
        {
            if (string.Equals(child.Path, path, StringComparison.Ordinal)) return child;
        }

        return null;
    }

    /// <summary>Activities of a list property, for example <c>activities</c> or <c>branches</c>, in order.</summary>
    public IEnumerable<ActivityNode> ChildrenIn(string list)
    {
        var prefix = $"{Path}.{list}";
        foreach (var child in Children)
        {
            if (child.Path.StartsWith(prefix, StringComparison.Ordinal) && child.Path.Length > prefix.Length && child.Path[prefix.Length] is '[' or '.')
                yield return child;
        }
    }

    /// <summary>This activity and everything inside it, in document order.</summary>
    public IEnumerable<ActivityNode> WithDescendants()
    {
        yield return this;
        foreach (var child in Children)
        {
            foreach (var inner in child.WithDescendants()) yield return inner;
        }
    }
}
