using Orchestrator.Runtime.Storage;

namespace Orchestrator.Runtime.Ownership;

/// <summary>Shards and their epochs in the database.</summary>
internal sealed class ShardRegistry(Database database)
{
    /// <summary>Makes the shards of a new database; an existing one keeps its own.</summary>
    public async Task SeedAsync(int shards, CancellationToken cancellationToken)
    {
        if ((await EpochsAsync(cancellationToken)).Length > 0) return;
        var rows = string.Join(", ", Enumerable.Range(0, shards).Select(shard => $"({shard}, 0, '')"));
        await database.ExecuteAsync($"INSERT INTO shards (shard, epoch, owner) VALUES {rows} ON CONFLICT DO NOTHING", [], cancellationToken);
    }

    /// <summary>Takes every shard over: raises the epochs, which waits for commits under way and refuses all later ones of the owner before.</summary>
    /// <returns>The new epoch of each shard.</returns>
    public async Task<long[]> TakeOverAsync(string owner, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync("UPDATE shards SET epoch = epoch + 1, owner = @owner", [("@owner", owner)], cancellationToken);
        return await EpochsAsync(cancellationToken);
    }

    /// <summary>How many shards the database has.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken) => (await EpochsAsync(cancellationToken)).Length;

    private async Task<long[]> EpochsAsync(CancellationToken cancellationToken) =>
        [.. await database.QueryAsync("SELECT epoch FROM shards ORDER BY shard", [], row => row.GetInt64(0), cancellationToken)];
}
