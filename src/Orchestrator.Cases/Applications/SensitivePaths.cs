using System.Collections.Frozen;
using System.Text.Json;

namespace Orchestrator.Cases.Applications;

/// <summary>
/// Which members of an application are personal data: those under <c>"x-sensitive": true</c> in the schema, and those whose <c>format</c> is an identifier of a person. Masking goes by member name, so that
/// a value is masked wherever a workflow copies the member to: an agency's input, a variable, a task.
/// </summary>
internal sealed class SensitivePaths
{
    /// <summary>What stands in place of a masked value.</summary>
    public const string Mask = "•••";

    private readonly FrozenSet<string> _names;

    public SensitivePaths(JsonElement schema)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Collect(schema, schema, names);
        _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    private SensitivePaths(FrozenSet<string> names) => _names = names;

    /// <summary>Nothing is masked.</summary>
    public static SensitivePaths None { get; } = new(FrozenSet<string>.Empty);

    /// <summary>Names that are masked, compared without case: an activity's inputs are the same words in Pascal case.</summary>
    public IReadOnlySet<string> Names => _names;

    /// <summary>These and more names.</summary>
    public SensitivePaths With(IEnumerable<string> names) => new(_names.Concat(names).ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>A copy in which every value under a sensitive member is masked; the shape stays.</summary>
    public JsonElement Apply(JsonElement value) => _names.Count == 0 ? value : JsonSerializer.SerializeToElement(Masked(value, hide: false));

    private object? Masked(JsonElement value, bool hide) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(member => member.Name, member => Masked(member.Value, hide || _names.Contains(member.Name)), StringComparer.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Select(item => Masked(item, hide)).ToList(),
        JsonValueKind.Null => null,
        _ => hide ? Mask : value,
    };

    private static void Collect(JsonElement schema, JsonElement root, HashSet<string> names)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in schema.EnumerateObject())
                {
                    if (member.NameEquals("properties") && member.Value.ValueKind == JsonValueKind.Object)
                    {
                        foreach (var property in member.Value.EnumerateObject())
                        {
                            if (IsSensitive(property.Value, root, depth: 0)) names.Add(property.Name);
                        }
                    }

                    Collect(member.Value, root, names);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in schema.EnumerateArray()) Collect(item, root, names);
                break;
        }
    }

    /// <summary>True when the schema, or the definition that it refers to, says so.</summary>
    private static bool IsSensitive(JsonElement schema, JsonElement root, int depth)
    {
        if (schema.Member("x-sensitive").ValueKind == JsonValueKind.True || schema.Text("format") is "personal-id" or "health-card" or "email") return true;
        if (depth > 16 || schema.Text("$ref") is not { } reference) return false;
        var target = root;
        foreach (var name in reference.Split('/').Skip(1)) target = target.Member(name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        return IsSensitive(target, root, depth + 1);
    }
}
