using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Workflows.Definitions;

/// <summary>What reading a definition came to.</summary>
public abstract record DefinitionReading
{
    private DefinitionReading() { }

    /// <summary>It is a definition; whether it can run, the compiler says.</summary>
    public sealed record Read(WorkflowDefinition Definition) : DefinitionReading;

    /// <summary>It is not JSON, or not a definition.</summary>
    public sealed record Unreadable(ImmutableArray<DefinitionFault> Faults) : DefinitionReading;
}

/// <summary>
/// Reads Elsa 3 definition JSON: exports of a server, files saved by Studio (also inside <c>{"model":…}</c>), a root wrapped in <c>Elsa.Workflow</c>,
/// lists written as <c>$values</c>. Never throws for bad content.
/// </summary>
public static class DefinitionReader
{
    private const int MaxDepth = 128;

    private static readonly JsonDocumentOptions Options =
        new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads UTF-8 JSON, with or without byte order mark.</summary>
    public static DefinitionReading Read(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return Read(document.RootElement.Clone());
        }
        catch (JsonException problem)
        {
            return Unreadable("not-json", "$", $"Expected JSON, but {problem.Message} Correct the file at that place.");
        }
    }

    /// <summary>Reads a JSON value.</summary>
    public static DefinitionReading Read(JsonElement json)
    {
        var path = "$";
        if (BrokenText.PathOf(json, path) is { } broken)
            return Unreadable("not-json", broken, "Expected text in UTF-8, but there are characters that are none; save the file as UTF-8.");
        if (json.Member("model") is { ValueKind: JsonValueKind.Object } model && json.Member("root").IsAbsent())
        {
            json = model;
            path = "$.model";
        }

        if (json.ValueKind != JsonValueKind.Object)
            return Unreadable("not-a-definition", path, $"Expected a workflow definition object, but found {json.ValueKind}; export the workflow again.");
        if (!LooksLikeDefinition(json))
            return Unreadable("not-a-definition", path, "Expected a workflow definition with a root activity, but found no 'root' and no 'definitionId'; export the workflow again.");

        return new DefinitionReading.Read(new WorkflowDefinition
        {
            Json = json,
            Path = path,
            Id = json.Text("id"),
            DefinitionId = json.Text("definitionId"),
            Name = json.Text("name"),
            Description = json.Text("description"),
            Version = json.Number("version", 1),
            Variables = [.. Variables(json, path), .. Wrappers(json, path).SelectMany(w => Variables(w.Wrapper, w.Path))],
            Inputs = Arguments(json, "inputs", path),
            Outputs = Arguments(json, "outputs", path),
            Outcomes = [.. json.Items("outcomes", path).Select(o => o.Item).Where(o => o.ValueKind == JsonValueKind.String).Select(o => o.GetString()!)],
            IncidentStrategy = Strategy(json.Object("options").Text("incidentStrategyType")),
            Root = Root(json, path),
        });
    }

    /// <summary>Variables declared by a definition or a container.</summary>
    internal static ImmutableArray<VariableDefinition> Variables(JsonElement owner, string path)
    {
        var variables = ImmutableArray.CreateBuilder<VariableDefinition>();
        var unnamed = 0;
        foreach (var (item, itemPath) in owner.Items("variables", path))
        {
            // Elsa names what has no name when its container starts.
            var name = item.Text("name") is { } given && !string.IsNullOrWhiteSpace(given) ? given : $"Variable{++unnamed}";
            variables.Add(new VariableDefinition(item.Text("id") ?? name, name, TypeName(item, "typeName"), ValueOrNull(item.Member("value")), itemPath));
        }

        return variables.ToImmutable();
    }

    private static ImmutableArray<ArgumentDefinition> Arguments(JsonElement json, string list, string path) =>
        [.. json.Items(list, path)
            .Where(i => !string.IsNullOrEmpty(i.Item.Text("name")))
            .Select(i => new ArgumentDefinition(i.Item.Text("name")!, TypeName(i.Item, "type"), ValueOrNull(i.Item.Member("defaultValue")), i.Path))];

    private static string TypeName(JsonElement item, string member)
    {
        var type = item.Text(member) is { Length: > 0 } written ? written : "Object";
        return item.Flag("isArray") && !type.EndsWith("[]", StringComparison.Ordinal) ? type + "[]" : type;
    }

    private static ActivityNode? Root(JsonElement json, string path)
    {
        var (outer, outerPath) = Wrappers(json, path).Select(w => (w.Wrapper, w.Path)).LastOrDefault((json, path));
        var root = outer.Member("root");
        return root.ValueKind == JsonValueKind.Object ? ActivityNodeReader.Read(root, $"{outerPath}.root", "Workflow1") : null;
    }

    /// <summary>Workflow objects between the definition and its root activity, outermost first; only their variables say something of their own.</summary>
    private static IEnumerable<(JsonElement Wrapper, string Path)> Wrappers(JsonElement json, string path)
    {
        while (json.Member("root") is { ValueKind: JsonValueKind.Object } root && root.Text("type") == "Elsa.Workflow" && root.Member("root").ValueKind == JsonValueKind.Object)
        {
            json = root;
            path += ".root";
            yield return (json, path);
        }
    }

    internal static IncidentStrategy Strategy(string? type) =>
        type is not null && type.Contains("ContinueWithIncidents", StringComparison.Ordinal) ? IncidentStrategy.ContinueWithIncidents : IncidentStrategy.Fault;

    private static bool LooksLikeDefinition(JsonElement json) =>
        json.TryGetProperty("root", out _) || json.TryGetProperty("definitionId", out _);

    private static JsonElement ValueOrNull(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? JsonMembers.Null : value;

    private static DefinitionReading.Unreadable Unreadable(string code, string path, string message) =>
        new([new DefinitionFault(code, path, null, message)]);
}
