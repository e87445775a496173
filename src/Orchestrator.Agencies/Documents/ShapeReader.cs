using System.Text.Json;
using Microsoft.OpenApi;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads OpenAPI schemas as far as a designer and a request need them.</summary>
internal static class ShapeReader
{
    /// <summary>Schemas that refer to each other deeper than this are not followed.</summary>
    private const int DeepestNesting = 16;

    /// <summary>What a value of the schema may be.</summary>
    public static ValueShape Shape(IOpenApiSchema? schema)
    {
        var parts = Parts(schema, 0).ToList();
        var choices = parts.FirstOrDefault(part => part.Enum is { Count: > 0 })?.Enum?
            .Where(choice => choice is not null).Select(choice => choice.ToString());
        return new ValueShape(Kind(parts))
        {
            Format = parts.Select(part => part.Format).FirstOrDefault(format => format is not null),
            Choices = choices is null ? [] : [.. choices],
            Title = parts.SelectMany(Marks).Select(Name).Concat(parts.Select(part => part.Title)).FirstOrDefault(title => title is not null),
            Description = parts.Select(part => part.Description).FirstOrDefault(text => text is not null),
            Default = parts.Select(part => part.Default).FirstOrDefault(value => value is not null) is { } value ? JsonSerializer.SerializeToElement(value) : null,
            IsSensitive = parts.SelectMany(Marks).Any(IsMarked),
        };
    }

    /// <summary>Top-level properties of an object schema, those of <c>allOf</c>, <c>oneOf</c> and <c>anyOf</c> included; a later one of the same name is left out.</summary>
    public static IReadOnlyList<PropertyShape> Properties(IOpenApiSchema? schema)
    {
        var found = new Dictionary<string, PropertyShape>(StringComparer.Ordinal);
        Collect(schema, true, 0, found);
        return [.. found.Values];
    }

    /// <summary>True when <c>x-sensitive: true</c> is among the extensions.</summary>
    public static bool IsMarked(IDictionary<string, IOpenApiExtension>? extensions) =>
        extensions is not null && extensions.TryGetValue("x-sensitive", out var extension)
        && extension is JsonNodeExtension { Node: { } node } && node.GetValueKind() == JsonValueKind.True;

    // Beside a $ref stand extensions of the property, in its target those of the type; both count.
    private static IEnumerable<IDictionary<string, IOpenApiExtension>?> Marks(IOpenApiSchema schema) => schema is OpenApiSchemaReference reference
        ? [reference.Reference.Extensions, reference.Target?.Extensions]
        : [schema.Extensions];

    private static string? Name(IDictionary<string, IOpenApiExtension>? extensions) =>
        Extensions.Get(extensions, "x-name", "") is { IsObject: true } name ? Extensions.Localized(name, "").En is { Length: > 0 } text ? text : null : null;

    private static void Collect(IOpenApiSchema? schema, bool counts, int depth, Dictionary<string, PropertyShape> found)
    {
        if (schema is null || depth > DeepestNesting)
            return;
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            var isRequired = counts && schema.Required?.Contains(name) == true;
            found[name] = found.TryGetValue(name, out var known)
                ? known with { IsRequired = known.IsRequired || isRequired }
                : new PropertyShape(name, Shape(property), isRequired);
        }

        // allOf often names in one part what another part declares.
        foreach (var name in schema.Required ?? new HashSet<string>())
        {
            if (counts && found.TryGetValue(name, out var known))
                found[name] = known with { IsRequired = true };
        }

        foreach (var part in schema.AllOf ?? [])
            Collect(part, counts, depth + 1, found);
        foreach (var part in (schema.OneOf ?? []).Concat(schema.AnyOf ?? []))
            Collect(part, false, depth + 1, found);
    }

    private static IEnumerable<IOpenApiSchema> Parts(IOpenApiSchema? schema, int depth) =>
        schema is null || depth > DeepestNesting ? [] : (schema.AllOf ?? []).SelectMany(part => Parts(part, depth + 1)).Prepend(schema);

    private static ValueKind Kind(List<IOpenApiSchema> parts)
    {
        var type = parts.Select(part => part.Type & ~JsonSchemaType.Null).FirstOrDefault(type => type is not (null or 0));
        return type switch
        {
            JsonSchemaType.String => ValueKind.Text,
            JsonSchemaType.Integer => ValueKind.Integer,
            JsonSchemaType.Number => ValueKind.Number,
            JsonSchemaType.Boolean => ValueKind.Flag,
            JsonSchemaType.Object => ValueKind.Object,
            JsonSchemaType.Array => ValueKind.List,
            null when parts.Exists(part => part.Properties is { Count: > 0 }) => ValueKind.Object,
            _ => ValueKind.Any,
        };
    }
}

/// <summary>A top-level property of an object.</summary>
internal sealed record PropertyShape(string Name, ValueShape Value, bool IsRequired);
