using Microsoft.Data.Sqlite;
using Orchestrator.Runtime.Projections;

namespace Orchestrator.Runtime.Journal;

/// <summary>The prepared statements of one connection.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>A prepared statement with parameters <c>$0</c>, <c>$1</c>, …</summary>
    public SqliteCommand Get(string sql, int parameters)
    {
        if (_commands.TryGetValue(sql, out var command)) return command;
        command = Connection.CreateCommand();
#pragma warning disable CA2100 // Built from table specifications of this product; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var index = 0; index < parameters; index++) command.Parameters.Add(new SqliteParameter($"${index}", DBNull.Value));
        command.Prepare();
        return _commands[sql] = command;
    }

    public SqliteCommand Upsert(TableSpec table)
    {
        if (_commands.TryGetValue("upsert " + table.Name, out var command)) return command;
        var all = table.Key.Concat(table.Values).Select(column => column.Name).ToList();
        var places = Enumerable.Range(0, all.Count).Select(place => $"${place}");
        var update = table.Values.Count == 0
            ? "NOTHING"
            : "UPDATE SET " + string.Join(", ", table.Values.Select(column => $"{column.Name} = excluded.{column.Name}"));
        return _commands["upsert " + table.Name] = Get(
            $"INSERT INTO {table.Name} ({string.Join(", ", all)}) VALUES ({string.Join(", ", places)}) "
            + $"ON CONFLICT ({string.Join(", ", table.Key.Select(column => column.Name))}) DO {update}", all.Count);
    }

    public SqliteCommand Delete(TableSpec table)
    {
        if (_commands.TryGetValue("delete " + table.Name, out var command)) return command;
        var match = string.Join(" AND ", table.Key.Select((column, place) => $"{column.Name} = ${place}"));
        return _commands["delete " + table.Name] = Get($"DELETE FROM {table.Name} WHERE {match}", table.Key.Count);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values.Distinct()) await command.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
