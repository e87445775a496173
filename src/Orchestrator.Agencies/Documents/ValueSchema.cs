using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Orchestrator.Agencies.Documents;

/// <summary>A schema that values are held against; prepared once, when it is first used.</summary>
public sealed class ValueSchema
{
    /// <summary>More places than this help nobody.</summary>
    private const int MostFaults = 10;

    private readonly Lazy<JsonObject> _json;
    private readonly Lazy<JsonSchema> _prepared;

    internal ValueSchema(Func<JsonObject> json)
    {
        _json = new Lazy<JsonObject>(json);
        _prepared = new Lazy<JsonSchema>(() => JsonSchema.FromJsonAsync(_json.Value.ToJsonString()).GetAwaiter().GetResult());
    }

    /// <summary>The schema as a JSON Schema of its own, references included. Not to be changed.</summary>
    public JsonObject Json => _json.Value;

    /// <summary>Where a value does not meet the schema; empty when it does. At most ten places, without anything of the value itself.</summary>
    /// <param name="json">A JSON value.</param>
    public ImmutableArray<SchemaFault> Check(string json)
    {
        try
        {
            return [.. _prepared.Value.Validate(json).SelectMany(Flat).Select(Fault).Distinct().Take(MostFaults)];
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return [new SchemaFault("", "Json")];
        }
    }

    // "An item is not valid" says less than what is wrong with it. Of alternatives, the parts would contradict each other.
    private static IEnumerable<ValidationError> Flat(ValidationError error) => error is ChildSchemaValidationError
    {
        Kind: ValidationErrorKind.NotAllOf or ValidationErrorKind.ArrayItemNotValid or ValidationErrorKind.AdditionalPropertiesNotValid,
        Errors: { Count: > 0 } parts,
    } && parts.Any(part => part.Value.Count > 0)
        ? parts.SelectMany(part => part.Value).SelectMany(Flat)
        : [error];

    private static SchemaFault Fault(ValidationError error) => new(Pointer(error.Path), error.Kind.ToString());

    // The validator writes #/child.names[0]
    private static string Pointer(string? path)
    {
        if (path is not ['#', '/', _, ..])
            return "";
        var pointer = new System.Text.StringBuilder();
        foreach (var part in path[2..].Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
            pointer.Append('/').Append(part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        return pointer.ToString();
    }
}

/// <summary>A place where a value does not meet its schema.</summary>
/// <param name="Pointer">JSON pointer into the value; empty for the value as a whole.</param>
/// <param name="Rule">What is not met, for example <c>PropertyRequired</c> or <c>PatternMismatch</c>.</param>
public readonly record struct SchemaFault(string Pointer, string Rule)
{
    /// <summary>All of them in a line, for people: <c>/child/name (PropertyRequired), /sex (NotInEnumeration)</c>.</summary>
    public static string Line(ImmutableArray<SchemaFault> faults) =>
        string.Join(", ", faults.Select(fault => $"{(fault.Pointer.Length == 0 ? "the value" : fault.Pointer)} ({fault.Rule})"));
}
