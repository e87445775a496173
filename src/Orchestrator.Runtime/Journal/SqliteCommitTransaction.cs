using Microsoft.Data.Sqlite;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

internal sealed class SqliteCommitTransaction(SqliteStatements statements, SqliteTransaction transaction) : ICommitTransaction
{
    private const string AppendSql =
        """
        INSERT INTO journal (case_id, seq, kind, activity_id, actor, at, payload, prev_hash, hash)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
        """;

    public Task<IReadOnlyDictionary<int, long>> HoldEpochsAsync(IReadOnlyCollection<int> shards, CancellationToken cancellationToken)
    {
        // The transaction has the only write lock there is, so what it reads cannot change before it ends.
        var command = Command("SELECT shard, epoch FROM shards", 0);
        var epochs = new Dictionary<int, long>();
        using var reader = command.ExecuteReader();
        while (reader.Read()) epochs[reader.GetInt32(0)] = reader.GetInt64(1);
        return Task.FromResult<IReadOnlyDictionary<int, long>>(epochs);
    }

    public Task<IReadOnlyDictionary<(string Scope, string Key), KeyHolder>> ClaimKeysAsync(
        IReadOnlyList<(StartKey Key, CaseId CaseId)> claims, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<(string, string), KeyHolder>();
        var claim = Command("INSERT INTO start_keys (scope, key, body_hash, case_id) VALUES ($0, $1, $2, $3) ON CONFLICT DO NOTHING", 4);
        var find = Command("SELECT body_hash, case_id FROM start_keys WHERE scope = $0 AND key = $1", 2);
        foreach (var (key, caseId) in claims)
        {
            Bind(claim, 0, key.Scope, key.Key, key.BodyHash, caseId.Value);
            if (claim.ExecuteNonQuery() == 1) continue;
            Bind(find, 0, key.Scope, key.Key);
            using var reader = find.ExecuteReader();
            if (reader.Read()) taken[(key.Scope, key.Key)] = new KeyHolder(new CaseId(reader.GetGuid(1)), reader.GetString(0));
        }

        return Task.FromResult<IReadOnlyDictionary<(string Scope, string Key), KeyHolder>>(taken);
    }

    public Task<IReadOnlyDictionary<string, long>> AdvanceCountersAsync(
        IReadOnlyDictionary<string, long> steps, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        var advance = Command(
            "INSERT INTO counters (name, value) VALUES ($0, $1) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value RETURNING value", 2);
        foreach (var (name, step) in steps)
        {
            Bind(advance, 0, name, step);
            values[name] = (long)advance.ExecuteScalar()!;
        }

        return Task.FromResult<IReadOnlyDictionary<string, long>>(values);
    }

    public Task<CaseId?> FindActiveAsync(ActivationRule rule, CancellationToken cancellationToken)
    {
        var find = Command(
            "SELECT case_id FROM cases WHERE ($0 IS NULL OR definition_id = $0) AND ($1 IS NULL OR correlation_id = $1) AND (status <> 'Finished' OR sub_status = 'Faulted') LIMIT 1", 2);
        Bind(find, 0, rule.DefinitionId, rule.CorrelationId);
        using var reader = find.ExecuteReader();
        return Task.FromResult<CaseId?>(reader.Read() ? new CaseId(reader.GetGuid(0)) : null);
    }

    public Task<int> WriteAsync(IReadOnlyList<JournalEntry> entries, IReadOnlyList<TableChanges> tables, CancellationToken cancellationToken)
    {
        var written = 0;
        var append = Command(AppendSql, 9);
        foreach (var entry in entries)
        {
            Bind(
                append, 0, entry.CaseId.Value, entry.Sequence, entry.Kind, entry.ActivityId, entry.Actor.ToString(), entry.At.UtcTicks,
                entry.Stored.ToArray(), entry.PreviousHash.ToArray(), entry.Hash.ToArray());
            written += append.ExecuteNonQuery();
        }

        foreach (var table in tables)
        {
            foreach (var row in table.Deletes) Run(statements.Delete(table.Table), row.Key.Values, []);
            foreach (var row in table.Upserts) Run(statements.Upsert(table.Table), row.Key.Values, row.Values!);
        }

        return Task.FromResult(written);
    }

    public Task CommitAsync(CancellationToken cancellationToken)
    {
        transaction.Commit();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => transaction.DisposeAsync();

    private SqliteCommand Command(string sql, int parameters)
    {
        var command = statements.Get(sql, parameters);
        command.Transaction = transaction;
        return command;
    }

    private void Run(SqliteCommand command, ReadOnlySpan<object?> key, ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        Bind(command, 0, key);
        Bind(command, key.Length, values);
        command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, int first, params ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[first + index].Value = values[index] switch
            {
                null => DBNull.Value,
                DateTimeOffset at => at.UtcTicks,
                bool flag => flag ? 1L : 0L,
                var value => value,
            };
        }
    }
}
