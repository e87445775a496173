using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads OpenAPI schemas as far as a designer and a request need them.</summary>
internal static class ShapeReader
{
    /// <summary>Schemas that refer to each other deeper than this are not followed.</summary>
    private const int DeepestNesting = 16;

    private const int LongestExample = 120;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Hundreds of operations share a few types, and every look at a referenced schema has the library find its target again.
    private static readonly ConditionalWeakTable<IOpenApiSchema, IReadOnlyList<PropertyShape>?[]> Known = [];

    /// <summary>Who sees a value.</summary>
    public enum Side
    {
        /// <summary>The agency: what is read-only is not sent.</summary>
        Request,

        /// <summary>The case: what is write-only does not come.</summary>
        Answer,
    }

    /// <summary>What a value of the schema may be.</summary>
    public static ValueShape Shape(IOpenApiSchema? schema)
    {
        var parts = Parts(schema, 0).ToList();
        var choices = parts.FirstOrDefault(part => part.Enum is { Count: > 0 })?.Enum?
            .Where(choice => choice is not null).Select(choice => choice.ToString());
        var file = Attachment(parts);
        return new ValueShape(file is not null && Kind(parts) is not ValueKind.List ? ValueKind.File : Kind(parts))
        {
            Attachment = file,
            Content = file ?? Content(parts),
            Example = parts.Select(Example).FirstOrDefault(example => example is not null),
            Limits = [.. parts.SelectMany(Limits).Distinct(StringComparer.Ordinal)],
            MaxLength = parts.Select(part => part.MaxLength).FirstOrDefault(length => length is not null),
            Format = parts.Select(part => part.Format).FirstOrDefault(format => format is not null),
            Choices = choices is null ? [] : [.. choices],
            Title = parts.SelectMany(Marks).Select(Name).Concat(parts.Select(part => part.Title)).FirstOrDefault(title => title is not null),
            Description = parts.SelectMany(Marks).Select(Help).Concat(parts.Select(part => part.Description)).FirstOrDefault(text => text is not null),
            Default = parts.Select(part => part.Default).FirstOrDefault(value => value is not null) is { } value ? JsonSerializer.SerializeToElement(value) : null,
            IsSensitive = parts.SelectMany(Marks).Any(IsMarked),
        };
    }

    /// <summary>
    /// Top-level properties of an object schema, those of <c>allOf</c>, <c>oneOf</c> and <c>anyOf</c> included; of two with the same name the first counts.
    /// </summary>
    public static IReadOnlyList<PropertyShape> Properties(IOpenApiSchema? schema, Side side)
    {
        if (schema is not OpenApiSchemaReference { Target: { } target })
            return Collected(schema, side);
        var known = Known.GetValue(target, _ => new IReadOnlyList<PropertyShape>?[2]);
        return known[(int)side] ??= Collected(target, side);
    }

    private static IReadOnlyList<PropertyShape> Collected(IOpenApiSchema? schema, Side side)
    {
        var found = new Dictionary<string, PropertyShape>(StringComparer.Ordinal);
        Collect(schema, true, 0, side, found);
        return [.. found.Values];
    }

    /// <summary>The label of <c>x-name</c> as the palette has labels: Vietnamese, then English; null without one.</summary>
    public static string? Name(IDictionary<string, IOpenApiExtension>? extensions) => Bilingual(extensions, "x-name", (vi, en) => $"{vi} ({en})");

    /// <summary>The text of <c>x-description</c>, Vietnamese, then English; null without one.</summary>
    public static string? Help(IDictionary<string, IOpenApiExtension>? extensions) => Bilingual(extensions, "x-description", (vi, en) => $"{vi.TrimEnd('.', ' ')}. {en}");

    /// <summary>An example as people read it; null when it is none, or too long to be shown.</summary>
    public static string? Text(JsonNode? example) => example switch
    {
        null => null,
        JsonValue value => value.ToString() is { Length: > 0 and <= LongestExample } text ? text : null,
        _ => example.ToJsonString(Readable) is { Length: <= LongestExample } text ? text : null,
    };

    /// <summary>True when <c>x-sensitive: true</c> is among the extensions.</summary>
    public static bool IsMarked(IDictionary<string, IOpenApiExtension>? extensions) =>
        extensions is not null && extensions.TryGetValue("x-sensitive", out var extension)
        && extension is JsonNodeExtension { Node: { } node } && node.GetValueKind() == JsonValueKind.True;

    private static string? Bilingual(IDictionary<string, IOpenApiExtension>? extensions, string name, Func<string, string, string> both) =>
        Extensions.Get(extensions, name, name) is { IsObject: true } node && Extensions.Localized(node, "") is var text && (text.Vi.Length > 0 || text.En.Length > 0)
            ? text.Vi == text.En || text.En.Length == 0 ? text.Vi : both(text.Vi, text.En) : null;

    // Beside a $ref stand extensions of the property, in its target those of the type; both count.
    private static IEnumerable<IDictionary<string, IOpenApiExtension>?> Marks(IOpenApiSchema schema) => schema is OpenApiSchemaReference reference
        ? [reference.Reference.Extensions, reference.Target?.Extensions]
        : [schema.Extensions];

    // A file is a text of format binary (3.0) or of a media type (3.1), or has the mark that says so.
    private static AttachmentRule? Attachment(List<IOpenApiSchema> parts)
    {
        var items = parts.Select(part => part.Items).FirstOrDefault(item => item is not null);
        var own = parts.Concat(Parts(items, 1)).FirstOrDefault(IsFile);
        return own is null ? null : AttachmentReader.Read(Mark(own) ?? default, MediaType(own));
    }

    // In an answer also a text that the document marks as one, whatever its encoding says: its content is kept, and the case sees a reference.
    private static AttachmentRule? Content(List<IOpenApiSchema> parts)
    {
        var items = parts.Select(part => part.Items).FirstOrDefault(item => item is not null);
        return parts.Concat(Parts(items, 1)).FirstOrDefault(part => part.Type is null or JsonSchemaType.String && (part.Format == "attachment" || Mark(part) is not null)) is { } own
            ? AttachmentReader.Read(Mark(own) ?? default, ContentType(own)) : null;
    }

    private static string? ContentType(IOpenApiSchema schema) => schema is IOpenApiSchemaMissingProperties { ContentMediaType: { Length: > 0 } type } ? type : null;

    private static bool IsFile(IOpenApiSchema schema) =>
        schema.Type is null or JsonSchemaType.String && (schema.Format == "binary" || MediaType(schema) is not null);

#pragma warning disable CS0618 // Documents of version 3.0 have nothing else.
    private static string? Example(IOpenApiSchema schema) => Text(schema.Example) ?? schema.Examples?.Select(Text).FirstOrDefault(example => example is not null);
#pragma warning restore CS0618

    private static ExtensionNode? Mark(IOpenApiSchema schema) =>
        Marks(schema).Select(extensions => Extensions.Get(extensions, "x-attachment", "x-attachment")).Where(node => !node.IsMissing).Select(node => (ExtensionNode?)node).FirstOrDefault();

    // With an encoding such as base64 it is an ordinary text.
    private static string? MediaType(IOpenApiSchema schema) =>
        schema is IOpenApiSchemaMissingProperties { ContentEncoding: null, ContentMediaType: { Length: > 0 } type } ? type : null;

    private static IEnumerable<string> Limits(IOpenApiSchema schema)
    {
        (string Word, object? Value)[] all =
        [
            ("minLength", schema.MinLength), ("maxLength", schema.MaxLength), ("pattern", schema.Pattern), ("minimum", schema.Minimum), ("maximum", schema.Maximum),
            (">", schema.ExclusiveMinimum), ("<", schema.ExclusiveMaximum), ("multipleOf", schema.MultipleOf), ("minItems", schema.MinItems), ("maxItems", schema.MaxItems),
        ];
        return all.Where(limit => limit.Value is not null).Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Word} {limit.Value}"));
    }

    private static void Collect(IOpenApiSchema? schema, bool counts, int depth, Side side, Dictionary<string, PropertyShape> found)
    {
        if (schema is null || depth > DeepestNesting)
            return;
        foreach (var (name, property) in schema.Properties as IEnumerable<KeyValuePair<string, IOpenApiSchema?>> ?? [])
        {
            // A schema that is true or false, as 3.1 has it, is null here.
            if (side == Side.Request ? property?.ReadOnly == true : property?.WriteOnly == true)
                continue;
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
            Collect(part, counts, depth + 1, side, found);
        foreach (var part in (schema.OneOf ?? []).Concat(schema.AnyOf ?? []))
            Collect(part, false, depth + 1, side, found);
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
