using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Orchestrator.Runtime.Storage;

internal sealed class PostgreSqlDatabase : Database
{
    private readonly NpgsqlDataSource _source;

    public PostgreSqlDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // The hot path repeats a few dozen statements for ever; parsing them each time costs more than running them.
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 100;
        if (string.IsNullOrEmpty(settings.ApplicationName)) settings.ApplicationName = "orchestrator";
        ConnectionString = settings.ToString();
        _source = NpgsqlDataSource.Create(settings);
    }

    public string ConnectionString { get; }

    public override StorageProvider Provider => StorageProvider.PostgreSql;

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await OpenNpgsqlAsync(cancellationToken);

    public ValueTask<NpgsqlConnection> OpenNpgsqlAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    public override object Instant(DateTimeOffset at) => at.UtcDateTime;

    public override DateTimeOffset ReadInstant(DbDataReader reader, int ordinal) => new(reader.GetDateTime(ordinal), TimeSpan.Zero);

    public override bool IsTransient(Exception exception) => exception switch
    {
        PostgresException refused => refused.IsTransient || refused.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        ObjectDisposedException => true,
        // A broken connector is reported so when it breaks between two statements.
        InvalidOperationException { Message: var message } => message.Contains("Connection is not open", StringComparison.Ordinal),
        _ => false,
    };

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
