namespace Orchestrator.Runtime.Projections;

/// <summary>One row as a commit leaves it.</summary>
/// <param name="Table">Where.</param>
/// <param name="Key">Values of the key columns.</param>
/// <param name="Values">Values of the other columns, or null when the row is deleted.</param>
internal readonly record struct RowChange(TableSpec Table, RowKey Key, object?[]? Values);

/// <summary>A row's identity within its table.</summary>
internal readonly struct RowKey(object[] values) : IEquatable<RowKey>
{
    public object[] Values { get; } = values;

    public bool Equals(RowKey other) => Values.AsSpan().SequenceEqual(other.Values);

    public override bool Equals(object? obj) => obj is RowKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values) hash.Add(value);
        return hash.ToHashCode();
    }
}
