using Medallion.Threading.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Runtime.Storage;

/// <summary>Brings every module's tables up to date, one process at a time; waits for a database that is not there yet.</summary>
internal sealed partial class SchemaMigrator(Database database, IEnumerable<ModuleSchema> modules, StorageSettings settings, ILogger<SchemaMigrator> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var only = await LockAsync(cancellationToken);
                foreach (var module in modules) await MigrateAsync(module, cancellationToken);
                if (settings.MigrationConnectionString is { } owner) await ApplicationRole.GrantAsync(owner, settings.ConnectionString, cancellationToken);
                return;
            }
            catch (Exception cause) when (database.IsTransient(cause) && !cancellationToken.IsCancellationRequested)
            {
                LogWaiting(logger, cause.Message);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task MigrateAsync(ModuleSchema module, CancellationToken cancellationToken)
    {
        await using var context = module.Open();
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0) return;
        if (database is SqliteDatabase) await ForgetDeadMigrationAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        LogMigrated(logger, module.Module, pending.Count);
    }

    /// <summary>
    /// EF Core marks a running migration by a row on SQLite, which a killed process leaves behind and every later start would wait for.
    /// Our own lock is held, so nobody else is migrating.
    /// </summary>
    private Task<int> ForgetDeadMigrationAsync(CancellationToken cancellationToken) =>
        database.ExecuteAsync("DROP TABLE IF EXISTS __EFMigrationsLock", [], cancellationToken);

    private async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        if (database is PostgreSqlDatabase postgreSql)
        {
            return await new PostgresDistributedLock(new PostgresAdvisoryLockKey("orchestrator-schema", allowHashing: true), postgreSql.ConnectionString)
                .AcquireAsync(cancellationToken: cancellationToken);
        }

        while (true)
        {
            try
            {
                return new FileStream(((SqliteDatabase)database).Path + ".schema-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Waiting for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "Applied {Count} schema changes of module {Module}")]
    private static partial void LogMigrated(ILogger logger, string module, int count);
}
