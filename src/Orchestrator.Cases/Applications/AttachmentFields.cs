using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Attachments;

namespace Orchestrator.Cases.Applications;

/// <summary>What the schema says of the files in an application: members of <c>"format": "attachment"</c>, perhaps with <c>x-attachment</c>. Pure.</summary>
internal static class AttachmentFields
{
    /// <summary>Keyword that says what a file may be.</summary>
    public const string RuleKeyword = "x-attachment";

    private const int DeepestReference = 16;

    private static readonly string[] Compositions = ["allOf", "anyOf", "oneOf"];

    /// <summary>Nothing is asked of any file.</summary>
    public static IReadOnlyDictionary<string, AttachmentRule> None { get; } = ImmutableDictionary<string, AttachmentRule>.Empty;

    /// <summary>What the files in an application may be, by JSON pointer; files that the schema says nothing of are left out.</summary>
    public static IReadOnlyDictionary<string, AttachmentRule> Find(JsonElement schema, JsonElement application)
    {
        var rules = new Dictionary<string, AttachmentRule>(StringComparer.Ordinal);
        foreach (var (pointer, _) in AttachmentReference.Find(application))
        {
            if (SchemasOf(schema, pointer).Select(found => Rule(found.Member(RuleKeyword))).FirstOrDefault(rule => rule is { } known && known != AttachmentRule.Any) is { } rule)
                rules[pointer] = rule;
        }

        return rules;
    }

    /// <summary>Reads <c>{"types": […], "maxBytes": n}</c>; null when it is something else.</summary>
    public static AttachmentRule? Rule(JsonElement keyword)
    {
        if (keyword.ValueKind == JsonValueKind.Undefined) return AttachmentRule.Any;
        if (keyword.ValueKind != JsonValueKind.Object) return null;
        var (types, size) = (ImmutableArray<string>.Empty, (long?)null);
        foreach (var member in keyword.EnumerateObject())
        {
            switch (member.Name)
            {
                case "types" when member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(type => type.ValueKind == JsonValueKind.String):
                    types = [.. member.Value.EnumerateArray().Select(type => type.GetString()!)];
                    break;
                case "maxBytes" when member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var most) && most > 0:
                    size = most;
                    break;
                default:
                    return null;
            }
        }

        return new AttachmentRule(types, size);
    }

    private static IEnumerable<JsonElement> SchemasOf(JsonElement root, string pointer) =>
        pointer.Split('/').Skip(1).Aggregate(Expand(root, root, 0), (schemas, part) => schemas.SelectMany(schema => Below(root, schema, part)));

    private static IEnumerable<JsonElement> Below(JsonElement root, JsonElement schema, string part)
    {
        var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        return Expand(root, schema.Member("properties").Member(name), 0).Concat(Expand(root, schema.Member("items"), 0));
    }

    // A schema, what it refers to and what it is put together of.
    private static IEnumerable<JsonElement> Expand(JsonElement root, JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > DeepestReference) return [];
        var parts = Compositions.Select(word => schema.Member(word)).Where(list => list.ValueKind == JsonValueKind.Array).SelectMany(list => list.EnumerateArray());
        if (schema.Text("$ref") is { } reference) parts = parts.Append(reference.Split('/').Skip(1).Aggregate(root, (node, name) => node.Member(name)));
        return parts.SelectMany(part => Expand(root, part, depth + 1)).Prepend(schema);
    }
}
