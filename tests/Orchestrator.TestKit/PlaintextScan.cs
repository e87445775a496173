using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Orchestrator.TestKit;

/// <summary>Looks for a text wherever a database or a folder could hold it.</summary>
public static class PlaintextScan
{
    /// <summary>Every column of every table in which some value holds the text, as text or as bytes; <c>table.column</c>.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="text">What must not be there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<string>> TablesAsync(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var isSqlite = connection.GetType().Name.StartsWith("Sqlite", StringComparison.Ordinal);
        var tables = await ReadAsync(
            connection, isSqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
            row => row.GetString(0), cancellationToken);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await ReadAsync(connection, $"SELECT * FROM \"{table}\"", row =>
            {
                for (var column = 0; column < row.FieldCount; column++)
                {
                    if (Holds(row.GetValue(column), text)) found.Add($"{table}.{row.GetName(column)}");
                }

                return 0;
            }, cancellationToken);
        }

        return [.. found];
    }

    /// <summary>Every file below a folder whose bytes hold the text, in UTF-8; lock files, which are empty and held, left out.</summary>
    public static IReadOnlyList<string> Files(string folder, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-lock", StringComparison.Ordinal) && Bytes(file).AsSpan().IndexOf(wanted) >= 0).Order(StringComparer.Ordinal)];
    }

    private static bool Holds(object value, string text) => value switch
    {
        byte[] bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0,
        string stored => stored.Contains(text, StringComparison.Ordinal),
        DBNull => false,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!.Contains(text, StringComparison.Ordinal),
    };

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static async Task<List<T>> ReadAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables that the database itself told.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }
}
