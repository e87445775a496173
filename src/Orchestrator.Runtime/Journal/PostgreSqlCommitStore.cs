using Npgsql;
using NpgsqlTypes;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Writes to PostgreSQL: two transactions at once, each a few statements over arrays, however many cases it carries.</summary>
internal sealed class PostgreSqlCommitStore(PostgreSqlDatabase database) : ICommitStore
{
    public int Writers => 2;

    public async Task<ICommitTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenNpgsqlAsync(cancellationToken);
        try
        {
            return new PostgreSqlCommitTransaction(connection, await connection.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyDictionary<(CaseId CaseId, long Sequence), byte[]>> FindAsync(
        IReadOnlyCollection<int> shards, IReadOnlyList<(CaseId CaseId, long Sequence)> entries, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenNpgsqlAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // A writer holds its shards FOR SHARE until its transaction ends, one whose connection was cut included; this waits for it.
        await using (var wait = new NpgsqlCommand(
            "SELECT 1 FROM shards WHERE shard = ANY($1) ORDER BY shard FOR NO KEY UPDATE", connection, transaction))
        {
            wait.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. shards] });
            await wait.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var find = new NpgsqlCommand(
            "SELECT j.case_id, j.seq, j.hash FROM journal j JOIN unnest($1, $2) AS e(case_id, seq) ON j.case_id = e.case_id AND j.seq = e.seq",
            connection, transaction);
        find.Parameters.Add(new NpgsqlParameter { Value = entries.Select(entry => entry.CaseId.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        find.Parameters.Add(new NpgsqlParameter { Value = entries.Select(entry => entry.Sequence).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        var found = new Dictionary<(CaseId, long), byte[]>();
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[(new CaseId(reader.GetGuid(0)), reader.GetInt64(1))] = reader.GetFieldValue<byte[]>(2);
        return found;
    }

    public bool IsTransient(Exception exception) => database.IsTransient(exception);
}
