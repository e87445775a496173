using Microsoft.Extensions.Configuration;

namespace Orchestrator.Runtime.Storage;

/// <summary>Which database, and how to reach it.</summary>
/// <param name="Provider">The kind of database; configuration key <c>Storage:Provider</c>.</param>
/// <param name="ConnectionString">Configuration key <c>ConnectionStrings:Orchestrator</c>.</param>
public sealed record StorageSettings(StorageProvider Provider, string ConnectionString)
{
    /// <summary>Where SQLite keeps its file when nothing else is configured, relative to the working directory.</summary>
    public const string DefaultSqlite = "Data Source=data/orchestrator.db";

    /// <summary>
    /// For PostgreSQL: the role that owns the tables and changes the schema, when it is another than the one the program runs as; configuration key
    /// <c>ConnectionStrings:OrchestratorMigrations</c>.
    /// </summary>
    public string? MigrationConnectionString { get; init; }

    /// <summary>These settings as the role that changes the schema.</summary>
    internal StorageSettings ForMigrations => MigrationConnectionString is { } owner ? this with { ConnectionString = owner } : this;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">The provider is unknown, or PostgreSQL is asked for without a connection string.</exception>
    public static StorageSettings From(IConfiguration configuration)
    {
        var named = configuration["Storage:Provider"];
        var provider = StorageProvider.Sqlite;
        if (!string.IsNullOrWhiteSpace(named) && !Enum.TryParse(named, ignoreCase: true, out provider))
        {
            throw new InvalidOperationException(
                $"Expected Storage:Provider to be Sqlite or PostgreSql, but it is '{named}'; correct the configuration.");
        }

        var connection = configuration.GetConnectionString("Orchestrator");
        if (!string.IsNullOrWhiteSpace(connection))
        {
            return new StorageSettings(provider, connection)
            {
                MigrationConnectionString = provider == StorageProvider.PostgreSql && configuration.GetConnectionString("OrchestratorMigrations") is { Length: > 0 } owner ? owner : null,
            };
        }

        if (provider == StorageProvider.Sqlite) return new StorageSettings(provider, DefaultSqlite);
        throw new InvalidOperationException(
            "Expected ConnectionStrings:Orchestrator for PostgreSQL, but it is empty; set it to the database's connection string.");
    }
}
