using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>Opens sealed texts of rows that modules read by themselves.</summary>
public sealed class CaseSeals
{
    private readonly CaseKeyTable _keys;
    private readonly Database _database;

    internal CaseSeals(CaseKeyTable keys, Database database) => (_keys, _database) = (keys, database);

    /// <summary>What opens the rows of some cases.</summary>
    public async Task<OpenedSeals> OfAsync(IReadOnlyCollection<CaseId> cases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return new OpenedSeals(cases.Count == 0 ? new Dictionary<CaseId, CaseKey>() : await _keys.FindAsync(cases, cancellationToken));
    }

    /// <summary>Empties the write-ahead log of SQLite, which still holds what was erased; PostgreSQL's is archived or thrown away as its administrators say.</summary>
    public async Task EmptyLogAsync(CancellationToken cancellationToken)
    {
        if (_database.Provider == StorageProvider.Sqlite) await _database.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", [], cancellationToken);
    }

    /// <summary>When the data of a case was erased, or null.</summary>
    public Task<DateTimeOffset?> ErasedAtAsync(CaseId caseId, CancellationToken cancellationToken) => _keys.ErasedAtAsync(caseId, cancellationToken);
}

/// <summary>Opens sealed texts of some cases.</summary>
public sealed class OpenedSeals
{
    /// <summary>What stands in place of a text that cannot be opened because its case was erased.</summary>
    public const string Erased = "∅";

    private readonly IReadOnlyDictionary<CaseId, CaseKey> _keys;

    internal OpenedSeals(IReadOnlyDictionary<CaseId, CaseKey> keys) => _keys = keys;

    /// <summary>A text of a row; <see cref="Erased"/> when nobody can read it any more.</summary>
    /// <param name="caseId">Whose row.</param>
    /// <param name="table">Name of its table.</param>
    /// <param name="stored">The text as it is stored.</param>
    public string Text(CaseId caseId, string table, string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return !CaseKey.IsSealed(stored) ? stored : _keys.TryGetValue(caseId, out var key) && key.OpenText(stored, table) is { } text ? text : Erased;
    }

    /// <summary>The same for a text that may be absent.</summary>
    public string? Optional(CaseId caseId, string table, string? stored) => stored is null ? null : Text(caseId, table, stored);
}
