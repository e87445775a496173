using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Orchestrator.Runtime.Projections;

namespace Orchestrator.Runtime.Journal;

/// <summary>Columns of many rows as array parameters, and the statements that take them.</summary>
internal static class PostgreSqlArrays
{
    private static readonly ConcurrentDictionary<string, (string Upsert, string Delete)> Statements = new(StringComparer.Ordinal);

    public static NpgsqlParameter Uuids(IEnumerable<Guid> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    public static NpgsqlParameter Blobs(IEnumerable<ReadOnlyMemory<byte>> values) =>
        new() { Value = values.Select(bytes => bytes.ToArray()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    public static NpgsqlParameter Column(ColumnType type, IEnumerable<object?> values) => type switch
    {
        ColumnType.Uuid => Array(NpgsqlDbType.Uuid, values.Select(value => (Guid?)value).ToArray()),
        ColumnType.Text => Array(NpgsqlDbType.Text, values.Select(value => (string?)value).ToArray()),
        ColumnType.Integer => Array(NpgsqlDbType.Bigint, values.Select(value => (long?)value).ToArray()),
        ColumnType.Flag => Array(NpgsqlDbType.Boolean, values.Select(value => (bool?)value).ToArray()),
        ColumnType.Instant => Array(NpgsqlDbType.TimestampTz, values.Select(value => ((DateTimeOffset?)value)?.UtcDateTime).ToArray()),
        ColumnType.Bytes => Array(NpgsqlDbType.Bytea, values.Select(value => (byte[]?)value).ToArray()),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static NpgsqlBatchCommand Upsert(TableChanges changes)
    {
        var command = new NpgsqlBatchCommand(Sql(changes.Table).Upsert);
        AddKeys(command, changes.Table, changes.Upserts);
        for (var index = 0; index < changes.Table.Values.Count; index++)
        {
            var column = index;
            command.Parameters.Add(Column(changes.Table.Values[column].Type, changes.Upserts.Select(row => row.Values![column])));
        }

        return command;
    }

    public static NpgsqlBatchCommand Delete(TableChanges changes)
    {
        var command = new NpgsqlBatchCommand(Sql(changes.Table).Delete);
        AddKeys(command, changes.Table, changes.Deletes);
        return command;
    }

    private static void AddKeys(NpgsqlBatchCommand command, TableSpec table, IReadOnlyList<RowChange> rows)
    {
        for (var index = 0; index < table.Key.Count; index++)
        {
            var column = index;
            command.Parameters.Add(Column(table.Key[column].Type, rows.Select(row => (object?)row.Key.Values[column])));
        }
    }

    private static NpgsqlParameter Array(NpgsqlDbType element, object values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | element };

    private static (string Upsert, string Delete) Sql(TableSpec table) => Statements.GetOrAdd(table.Name, _ =>
    {
        var keys = table.Key.Select(column => column.Name).ToList();
        var all = keys.Concat(table.Values.Select(column => column.Name)).ToList();
        var places = string.Join(", ", Enumerable.Range(1, all.Count).Select(place => $"${place}"));
        var update = table.Values.Count == 0
            ? "NOTHING"
            : "UPDATE SET " + string.Join(", ", table.Values.Select(column => $"{column.Name} = excluded.{column.Name}"));
        var upsert = $"INSERT INTO {table.Name} ({string.Join(", ", all)}) SELECT * FROM unnest({places}) ON CONFLICT ({string.Join(", ", keys)}) DO {update}";
        var keyPlaces = string.Join(", ", Enumerable.Range(1, keys.Count).Select(place => $"${place}"));
        var match = string.Join(" AND ", keys.Select(key => $"t.{key} = gone.{key}"));
        var delete = $"DELETE FROM {table.Name} t USING unnest({keyPlaces}) AS gone({string.Join(", ", keys)}) WHERE {match}";
        return (upsert, delete);
    });
}
