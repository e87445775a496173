using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Projections;

/// <summary>Brings a projected value into the one CLR type that its column has.</summary>
internal static class ColumnValue
{
    /// <exception cref="ArgumentException">The value does not fit the column.</exception>
    public static object? Normalize(TableSpec table, ColumnSpec column, object? value) => (column.Type, value) switch
    {
        (_, null) => null,
        (ColumnType.Uuid, Guid id) => id,
        (ColumnType.Uuid, CaseId id) => id.Value,
        (ColumnType.Text, string text) => text,
        (ColumnType.Text, Enum named) => named.ToString(),
        (ColumnType.Integer, long number) => number,
        (ColumnType.Integer, int number) => (long)number,
        (ColumnType.Flag, bool flag) => flag,
        (ColumnType.Instant, DateTimeOffset at) => at,
        (ColumnType.Bytes, byte[] bytes) => bytes,
        (ColumnType.Bytes, ReadOnlyMemory<byte> bytes) => bytes.ToArray(),
        _ => throw new ArgumentException(
            $"Expected column {table.Name}.{column.Name} to get a value of type {column.Type}, but got {value!.GetType()}; correct the projection."),
    };
}
