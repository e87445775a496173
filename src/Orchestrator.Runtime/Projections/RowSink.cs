namespace Orchestrator.Runtime.Projections;

/// <summary>Takes what projections say and checks each value against its column, so that a faulty projection fails its own case only.</summary>
internal sealed class RowSink : IRowSink
{
    private readonly List<RowChange> _changes = [];

    public IReadOnlyList<RowChange> Changes => _changes;

    public void Upsert(TableSpec table, params ReadOnlySpan<object?> row)
    {
        if (row.Length != table.Key.Count + table.Values.Count)
        {
            throw new ArgumentException(
                $"Expected {table.Key.Count + table.Values.Count} values for a row of {table.Name}, but got {row.Length}; correct the projection.");
        }

        var values = new object?[table.Values.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = ColumnValue.Normalize(table, table.Values[index], row[table.Key.Count + index]);
        _changes.Add(new RowChange(table, Key(table, row), values));
    }

    public void Delete(TableSpec table, params ReadOnlySpan<object?> key)
    {
        if (key.Length != table.Key.Count)
            throw new ArgumentException($"Expected {table.Key.Count} key values of {table.Name}, but got {key.Length}; correct the projection.");
        _changes.Add(new RowChange(table, Key(table, key), null));
    }

    private static RowKey Key(TableSpec table, ReadOnlySpan<object?> row)
    {
        var key = new object[table.Key.Count];
        for (var index = 0; index < key.Length; index++)
        {
            key[index] = ColumnValue.Normalize(table, table.Key[index], row[index]) ?? throw new ArgumentException(
                $"Expected key column {table.Name}.{table.Key[index].Name} to have a value, but it is null; correct the projection.");
        }

        return new RowKey(key);
    }
}
