using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Runtime.Storage;

internal sealed class SqliteDatabase : Database
{
    private const int Busy = 5, Locked = 6, IoError = 10, Full = 13, CantOpen = 14;

    private readonly string _connectionString;

    public SqliteDatabase(string connectionString)
    {
        // A shared cache would lock whole tables between readers and the writer; WAL needs private caches.
        var settings = new SqliteConnectionStringBuilder(connectionString) { Cache = SqliteCacheMode.Private };
        _connectionString = settings.ToString();
        Path = System.IO.Path.GetFullPath(settings.DataSource);
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } directory) Directory.CreateDirectory(directory);
    }

    /// <summary>Absolute path of the database file.</summary>
    public string Path { get; }

    public override StorageProvider Provider => StorageProvider.Sqlite;

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            // FULL: a commit is on the disk when it returns, also when the machine loses power.
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override object Instant(DateTimeOffset at) => at.UtcTicks;

    public override DateTimeOffset ReadInstant(DbDataReader reader, int ordinal) => new(reader.GetInt64(ordinal), TimeSpan.Zero);

    public override bool IsTransient(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: Busy or Locked or IoError or Full or CantOpen };

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}
