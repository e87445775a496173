using System.Collections.Frozen;
using System.Text.Json;

namespace Orchestrator.Cases.Applications;

/// <summary>
/// Refuses what the validator would read over. Each keyword it lets through is seen to be enforced by a test; a keyword that is silently
/// ignored would take applications that the procedure's designer meant to refuse.
/// </summary>
internal static class SchemaKeywords
{
    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(
        StringComparer.Ordinal, "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly");

    private static readonly FrozenSet<string> Values = FrozenSet.Create(
        StringComparer.Ordinal, "type", "enum", "required", "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "minItems", "uniqueItems", "minProperties");

    private static readonly FrozenSet<string> SchemaLists = FrozenSet.Create(StringComparer.Ordinal, "allOf", "anyOf", "oneOf");

    private static readonly FrozenSet<string> SchemaMaps = FrozenSet.Create(StringComparer.Ordinal, "properties", "patternProperties", "definitions", "$defs");

    /// <summary>What keeps a schema from being enforced in full.</summary>
    public static IEnumerable<SchemaFault> Check(JsonElement schema, string path = "$")
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield return new SchemaFault("schema-form", path, $"Expected a schema object, but found {schema.ValueKind}; write one, {{}} for anything.");
            yield break;
        }

        var isReference = schema.TryGetProperty("$ref", out _);
        foreach (var keyword in schema.EnumerateObject())
        {
            var here = Child(path, keyword.Name);
            if (isReference && keyword.Name != "$ref" && !IsAnnotation(keyword.Name) && !SchemaMaps.Contains(keyword.Name))
            {
                yield return new SchemaFault("schema-keyword", here, $"Expected nothing beside $ref, but '{keyword.Name}' stands there and is not enforced; put both into allOf.");
                continue;
            }

            foreach (var fault in CheckKeyword(keyword, here)) yield return fault;
        }
    }

    private static IEnumerable<SchemaFault> CheckKeyword(JsonProperty keyword, string here) => keyword.Name switch
    {
        AttachmentFields.RuleKeyword => AttachmentFields.Rule(keyword.Value) is null
            ? [new SchemaFault("schema-keyword", here, $"Expected {{\"types\": [\"application/pdf\", …], \"maxBytes\": 1048576}}, each of them optional, but found {keyword.Value.GetRawText()}; correct it.")]
            : [],
        var name when IsAnnotation(name) || Values.Contains(name) => [],
        "$ref" => CheckReference(keyword.Value, here),
        "format" => keyword.Value.ValueKind == JsonValueKind.String && ApplicationSchema.Formats.Contains(keyword.Value.GetString()!)
            ? []
            : [new SchemaFault("schema-format", here, $"Expected one of the formats {string.Join(", ", ApplicationSchema.Formats.Order())}, but found {keyword.Value.GetRawText()}; use one of them or a pattern.")],
        "maxLength" or "maxItems" or "maxProperties" => keyword.Value.ValueKind == JsonValueKind.Number && keyword.Value.TryGetInt32(out var most) && most > 0
            ? []
            : [new SchemaFault("schema-keyword", here, $"Expected '{keyword.Name}' of at least 1, but {keyword.Value.GetRawText()} is not enforced; exclude the value with 'not' or 'enum'.")],
        "not" => Check(keyword.Value, here),
        "items" => keyword.Value.ValueKind == JsonValueKind.Array ? CheckList(keyword.Value, here) : Check(keyword.Value, here),
        "additionalProperties" or "additionalItems" => keyword.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : Check(keyword.Value, here),
        var name when SchemaLists.Contains(name) => CheckList(keyword.Value, here),
        var name when SchemaMaps.Contains(name) => CheckMap(keyword.Value, here),
        var name => [new SchemaFault("schema-keyword", here, $"Expected a keyword that is enforced, but '{name}' is not; express it with another one (const as enum of one value, if/then as oneOf).")],
    };

    private static bool IsAnnotation(string name) => Annotations.Contains(name) || name.StartsWith("x-", StringComparison.Ordinal);

    private static IEnumerable<SchemaFault> CheckReference(JsonElement value, string here) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith("#/", StringComparison.Ordinal)
            ? []
            : [new SchemaFault("schema-reference", here, $"Expected a reference inside the file (#/…), but found {value.GetRawText()}; copy the definition into $defs.")];

    private static IEnumerable<SchemaFault> CheckList(JsonElement value, string here) =>
        value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().SelectMany((schema, index) => Check(schema, $"{here}[{index}]"))
            : [new SchemaFault("schema-form", here, $"Expected a list of schemas, but found {value.ValueKind}; write one.")];

    private static IEnumerable<SchemaFault> CheckMap(JsonElement value, string here) =>
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().SelectMany(member => Check(member.Value, Child(here, member.Name)))
            : [new SchemaFault("schema-form", here, $"Expected schemas by name, but found {value.ValueKind}; write them.")];

    private static string Child(string path, string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '_' or '-') ? $"{path}.{name}" : $"{path}['{name}']";
}

/// <summary>Something in a schema that is not enforced.</summary>
internal sealed record SchemaFault(string Code, string Path, string Message);
