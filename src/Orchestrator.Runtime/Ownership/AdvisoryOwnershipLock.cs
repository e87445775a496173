using Medallion.Threading.Postgres;
using Npgsql;

namespace Orchestrator.Runtime.Ownership;

/// <summary>A PostgreSQL advisory lock on a session of its own; the server releases it when the session ends, however it ends.</summary>
internal sealed class AdvisoryOwnershipLock(string connectionString, string name) : IOwnershipLock
{
    // The library watches its session with a long statement, during which the server would not notice that the owner was killed.
    private const string NoticeDeadOwners = "-c client_connection_check_interval=250";

    private readonly PostgresDistributedLock _lock = new(
        new PostgresAdvisoryLockKey(name, allowHashing: true),
        new NpgsqlConnectionStringBuilder(connectionString) { Options = NoticeDeadOwners }.ConnectionString, options => options.KeepaliveCadence(TimeSpan.FromSeconds(10)));

    public async Task<IOwnershipHold?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        var handle = await _lock.TryAcquireAsync(TimeSpan.Zero, cancellationToken);
        return handle is null ? null : new Hold(handle);
    }

    private sealed class Hold(PostgresDistributedLockHandle handle) : IOwnershipHold
    {
        // Asking for the token starts the library's watch over the session, so it is asked for once, at the beginning.
        public CancellationToken Lost { get; } = handle.HandleLostToken;

        public async ValueTask DisposeAsync()
        {
            try
            {
                await handle.DisposeAsync();
            }
            catch (Exception cause) when (cause is System.Data.Common.DbException or ObjectDisposedException or InvalidOperationException)
            {
                // The session is gone, and the lock with it.
            }
        }
    }
}
