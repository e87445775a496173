using Npgsql;
using NpgsqlTypes;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

internal sealed class PostgreSqlCommitTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : ICommitTransaction
{
    private const string AppendSql =
        """
        INSERT INTO journal (case_id, seq, kind, activity_id, actor, at, payload, prev_hash, hash)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT DO NOTHING
        """;

    public async Task<IReadOnlyDictionary<int, long>> HoldEpochsAsync(IReadOnlyCollection<int> shards, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT shard, epoch FROM shards WHERE shard = ANY($1) ORDER BY shard FOR SHARE", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. shards] });
        var epochs = new Dictionary<int, long>(shards.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) epochs[reader.GetInt32(0)] = reader.GetInt64(1);
        return epochs;
    }

    public async Task<IReadOnlyDictionary<(string Scope, string Key), KeyHolder>> ClaimKeysAsync(
        IReadOnlyList<(StartKey Key, CaseId CaseId)> claims, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<(string, string), KeyHolder>();
        var claimed = new HashSet<(string, string)>();
        // Every writer claims in the same order, so that two of them can wait for each other in one direction only.
        await using (var claim = new NpgsqlCommand(
            """
            INSERT INTO start_keys (scope, key, body_hash, case_id)
            SELECT * FROM unnest($1, $2, $3, $4) AS claim(scope, key, body_hash, case_id) ORDER BY claim.scope, claim.key
            ON CONFLICT DO NOTHING RETURNING scope, key
            """, connection, transaction))
        {
            claim.Parameters.Add(Texts(claims.Select(one => one.Key.Scope)));
            claim.Parameters.Add(Texts(claims.Select(one => one.Key.Key)));
            claim.Parameters.Add(Texts(claims.Select(one => one.Key.BodyHash)));
            claim.Parameters.Add(PostgreSqlArrays.Uuids(claims.Select(one => one.CaseId.Value)));
            await using var reader = await claim.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) claimed.Add((reader.GetString(0), reader.GetString(1)));
        }

        if (claimed.Count == claims.Count) return taken;
        var missed = claims.Where(one => !claimed.Contains((one.Key.Scope, one.Key.Key))).ToList();
        await using var find = new NpgsqlCommand(
            "SELECT scope, key, body_hash, case_id FROM start_keys JOIN unnest($1, $2) AS missed(scope, key) USING (scope, key)", connection, transaction);
        find.Parameters.Add(Texts(missed.Select(one => one.Key.Scope)));
        find.Parameters.Add(Texts(missed.Select(one => one.Key.Key)));
        await using var holders = await find.ExecuteReaderAsync(cancellationToken);
        while (await holders.ReadAsync(cancellationToken))
            taken[(holders.GetString(0), holders.GetString(1))] = new KeyHolder(new CaseId(holders.GetGuid(3)), holders.GetString(2));
        return taken;
    }

    public async Task<IReadOnlyDictionary<string, long>> AdvanceCountersAsync(
        IReadOnlyDictionary<string, long> steps, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO counters (name, value)
            SELECT * FROM unnest($1, $2) AS step(name, value) ORDER BY step.name
            ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING name, value
            """, connection, transaction);
        command.Parameters.Add(Texts(steps.Keys));
        command.Parameters.Add(new NpgsqlParameter { Value = steps.Values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) values[reader.GetString(0)] = reader.GetInt64(1);
        return values;
    }

    public async Task<CaseId?> FindActiveAsync(ActivationRule rule, CancellationToken cancellationToken)
    {
        // The lock ends with the transaction; the statement after it sees what the one before it has committed.
        await using (var hold = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", connection, transaction))
        {
            hold.Parameters.Add(new NpgsqlParameter<string> { TypedValue = rule.Key });
            await hold.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var find = new NpgsqlCommand(
            """
            SELECT case_id FROM cases WHERE ($1::text IS NULL OR definition_id = $1) AND ($2::text IS NULL OR correlation_id = $2)
            AND (status <> 'Finished' OR sub_status = 'Faulted') LIMIT 1
            """, connection, transaction);
        find.Parameters.Add(new NpgsqlParameter { Value = (object?)rule.DefinitionId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        find.Parameters.Add(new NpgsqlParameter { Value = (object?)rule.CorrelationId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return await find.ExecuteScalarAsync(cancellationToken) is Guid found ? new CaseId(found) : null;
    }

    public async Task<int> WriteAsync(
        IReadOnlyList<JournalEntry> entries, IReadOnlyList<TableChanges> tables, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        var append = new NpgsqlBatchCommand(AppendSql);
        append.Parameters.Add(PostgreSqlArrays.Uuids(entries.Select(entry => entry.CaseId.Value)));
        append.Parameters.Add(PostgreSqlArrays.Column(ColumnType.Integer, entries.Select(entry => (object?)entry.Sequence)));
        append.Parameters.Add(Texts(entries.Select(entry => entry.Kind)));
        append.Parameters.Add(Texts(entries.Select(entry => entry.ActivityId)));
        append.Parameters.Add(Texts(entries.Select(entry => entry.Actor.ToString())));
        append.Parameters.Add(PostgreSqlArrays.Column(ColumnType.Instant, entries.Select(entry => (object?)entry.At)));
        append.Parameters.Add(PostgreSqlArrays.Blobs(entries.Select(entry => entry.Stored)));
        append.Parameters.Add(PostgreSqlArrays.Blobs(entries.Select(entry => entry.PreviousHash)));
        append.Parameters.Add(PostgreSqlArrays.Blobs(entries.Select(entry => entry.Hash)));
        batch.BatchCommands.Add(append);
        foreach (var table in tables)
        {
            if (table.Deletes.Count > 0) batch.BatchCommands.Add(PostgreSqlArrays.Delete(table));
            if (table.Upserts.Count > 0) batch.BatchCommands.Add(PostgreSqlArrays.Upsert(table));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (int)append.Rows;
    }

    public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static NpgsqlParameter Texts(IEnumerable<string?> values) => PostgreSqlArrays.Column(ColumnType.Text, values);
}
