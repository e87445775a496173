using System.Collections.Concurrent;

namespace Orchestrator.Workflows.Data;

/// <summary>
/// A type as a definition names it: Elsa's aliases (<c>Int32</c>, <c>List&lt;String&gt;</c>, <c>Int32[]</c>), .NET names, assembly-qualified
/// names of older exports and <c>UnregisteredClrType:…</c>. A name that is not known means <see cref="DataKind.Any"/>: nothing is lost by it.
/// </summary>
public sealed record DataType
{
    private const int CachedNames = 2048;

    private static readonly ConcurrentDictionary<string, DataType> Cache = new(StringComparer.Ordinal);

    internal DataType(string name, DataKind kind) => (Name, Kind) = (name, kind);

    /// <summary>Anything: Elsa's <c>Object</c>.</summary>
    public static DataType Any { get; } = new("Object", DataKind.Any);

    /// <summary>The canonical alias, as Elsa writes it today; the given name when it is not known.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public DataKind Kind { get; }

    /// <summary>Type of the members of a <see cref="DataKind.List"/>, or of the values of a <see cref="DataKind.Map"/>; else null.</summary>
    public DataType? Element { get; internal init; }

    /// <summary>Smallest value of a <see cref="DataKind.Whole"/>.</summary>
    public decimal Minimum { get; internal init; }

    /// <summary>Largest value of a <see cref="DataKind.Whole"/>.</summary>
    public decimal Maximum { get; internal init; }

    /// <summary>True when the name is one of the known ones, false when it was taken leniently as anything.</summary>
    public bool IsKnown { get; internal init; } = true;

    /// <summary>Reads a type name; null and blank mean <see cref="Any"/>. Never fails.</summary>
    public static DataType Parse(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return Any;
        }

        if (Cache.TryGetValue(name, out var known))
        {
            return known;
        }

        var parsed = TypeName.Parse(name);
        if (Cache.Count < CachedNames)
        {
            Cache.TryAdd(name, parsed);
        }

        return parsed;
    }

    /// <summary>The type of a variable, input or output that Elsa writes as a type name and <c>isArray</c>.</summary>
    public static DataType Parse(string? name, bool isArray) => isArray ? Parse(name).AsArray() : Parse(name);

    /// <summary>An array of this type.</summary>
    public DataType AsArray() => new(Name + "[]", DataKind.List) { Element = this };

    /// <inheritdoc />
    public override string ToString() => Name;
}
