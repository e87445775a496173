using Microsoft.Data.Sqlite;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Writes to SQLite: one connection kept open with its prepared statements, one transaction at a time.</summary>
internal sealed class SqliteCommitStore(SqliteDatabase database) : ICommitStore, IAsyncDisposable
{
    private SqliteStatements? _statements;

    public int Writers => 1;

    public async Task<ICommitTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        _statements ??= new SqliteStatements((SqliteConnection)await database.OpenAsync(cancellationToken));
        try
        {
            return new SqliteCommitTransaction(_statements, _statements.Connection.BeginTransaction(deferred: false));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyDictionary<(CaseId CaseId, long Sequence), byte[]>> FindAsync(
        IReadOnlyCollection<int> shards, IReadOnlyList<(CaseId CaseId, long Sequence)> entries, CancellationToken cancellationToken)
    {
        // The doubtful transaction was this process's own, on the connection that is thrown away first: it has ended.
        await DisposeAsync();
        await using var connection = (SqliteConnection)await database.OpenAsync(cancellationToken);
        await using var find = connection.CreateCommand();
        find.CommandText = "SELECT hash FROM journal WHERE case_id = @case AND seq = @seq";
        var caseId = find.Parameters.Add("@case", SqliteType.Text);
        var sequence = find.Parameters.Add("@seq", SqliteType.Integer);
        var found = new Dictionary<(CaseId, long), byte[]>();
        foreach (var entry in entries)
        {
            (caseId.Value, sequence.Value) = (entry.CaseId.Value, entry.Sequence);
            if (await find.ExecuteScalarAsync(cancellationToken) is byte[] hash) found[entry] = hash;
        }

        return found;
    }

    public bool IsTransient(Exception exception) => database.IsTransient(exception);

    public async ValueTask DisposeAsync()
    {
        var statements = Interlocked.Exchange(ref _statements, null);
        if (statements is not null) await statements.DisposeAsync();
    }
}
