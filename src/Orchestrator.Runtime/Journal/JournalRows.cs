using System.Data.Common;
using System.Runtime.CompilerServices;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Reads entries, each opened with the key of its case.</summary>
internal sealed class JournalRows(Database database, CaseKeyTable keys) : IJournalScan
{
    /// <summary>How many entries are read at once when a whole history is folded.</summary>
    public const int Page = 2_000;

    private const string Columns = $"SELECT seq, kind, activity_id, actor, at, payload, prev_hash, hash, {CaseKeyTable.OfCase} FROM journal";

    public Task<List<JournalEntry>> ReadAsync(CaseId caseId, long after, int limit, CancellationToken cancellationToken) => ReadAsync(
        caseId, "WHERE case_id = @case AND seq > @after ORDER BY seq LIMIT @limit",
        [("@case", caseId.Value), ("@after", after), ("@limit", limit)], cancellationToken);

    /// <summary>Entries of a case by a condition that names it as <c>@case</c>.</summary>
    public Task<List<JournalEntry>> ReadAsync(
        CaseId caseId, string condition, IReadOnlyList<(string Name, object? Value)> parameters, CancellationToken cancellationToken)
    {
        var opener = new EntryOpener(keys);
        return database.QueryAsync($"{Columns} {condition}", parameters, row => Entry(caseId, row, opener), cancellationToken);
    }

    /// <summary>Every entry of every case, case after case.</summary>
    public IAsyncEnumerable<JournalEntry> ReadAllAsync(CancellationToken cancellationToken) => ScanAsync("", [], cancellationToken);

    /// <summary>Every entry of every case as it is stored, case after case.</summary>
    public IAsyncEnumerable<JournalEntry> ReadStoredAsync(CancellationToken cancellationToken) => database.StreamAsync(
        "SELECT seq, kind, activity_id, actor, at, payload, prev_hash, hash, case_id FROM journal ORDER BY case_id, seq", [],
        row => row.GetFieldValue<byte[]>(5) is var stored && SealedBytes.Are(stored)
            ? Entry(new CaseId(row.GetGuid(8)), row, stored, ([], EntryReading.Unopened, null))
            : Entry(new CaseId(row.GetGuid(8)), row, stored, (stored, EntryReading.Whole, null)),
        cancellationToken).AheadAsync(cancellationToken);

    /// <summary>Every entry of some cases, case after case.</summary>
    public IAsyncEnumerable<JournalEntry> ReadCasesAsync(IReadOnlyList<CaseId> cases, CancellationToken cancellationToken) =>
        ScanAsync(Among(cases), Parameters(cases), cancellationToken);

    private async IAsyncEnumerable<JournalEntry> ScanAsync(
        string where, IReadOnlyList<(string Name, object? Value)> parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opener = new EntryOpener(keys);
        await foreach (var entry in database.StreamAsync(
            $"""
            SELECT entry.seq, entry.kind, entry.activity_id, entry.actor, entry.at, entry.payload, entry.prev_hash, entry.hash, case_keys.wrapped, entry.case_id
            FROM (SELECT * FROM journal {where}) AS entry LEFT JOIN case_keys ON case_keys.case_id = entry.case_id ORDER BY entry.case_id, entry.seq
            """, parameters,
            row => Entry(new CaseId(row.GetGuid(9)), row, opener), cancellationToken).AheadAsync(cancellationToken)) yield return entry;
    }

    /// <summary>The last entry of every case.</summary>
    public Task<List<ChainHead>> HeadsAsync(CancellationToken cancellationToken) => HeadsAsync("", [], cancellationToken);

    /// <summary>The last entry of some cases.</summary>
    public Task<List<ChainHead>> HeadsOfAsync(IReadOnlyList<CaseId> cases, CancellationToken cancellationToken) => HeadsAsync(
        Among(cases), Parameters(cases), cancellationToken);

    private static string Among(IReadOnlyList<CaseId> cases) => $"WHERE case_id IN ({string.Join(", ", Enumerable.Range(0, cases.Count).Select(index => $"@c{index}"))})";

    private static (string Name, object? Value)[] Parameters(IReadOnlyList<CaseId> cases) => [.. cases.Select((caseId, index) => ($"@c{index}", (object?)caseId.Value))];

    private Task<List<ChainHead>> HeadsAsync(string where, IReadOnlyList<(string Name, object? Value)> parameters, CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"""
            SELECT entry.case_id, entry.seq, entry.hash
            FROM (SELECT case_id, MAX(seq) AS seq FROM journal {where} GROUP BY case_id) AS last
            JOIN journal AS entry ON entry.case_id = last.case_id AND entry.seq = last.seq
            """,
            parameters, row => new ChainHead(new CaseId(row.GetGuid(0)), row.GetInt64(1), row.GetFieldValue<byte[]>(2)), cancellationToken);

    /// <summary>Hash of one entry, or null when there is none.</summary>
    public async Task<byte[]?> HashAsync(CaseId caseId, long sequence, CancellationToken cancellationToken) => (await database.QueryAsync(
        "SELECT hash FROM journal WHERE case_id = @case AND seq = @seq",
        [("@case", caseId.Value), ("@seq", sequence)], row => row.GetFieldValue<byte[]>(0), cancellationToken)).FirstOrDefault();

    private JournalEntry Entry(CaseId caseId, DbDataReader row, EntryOpener opener)
    {
        var stored = row.GetFieldValue<byte[]>(5);
        return Entry(caseId, row, stored, opener.Open(caseId, row.GetInt64(0), stored, row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8)));
    }

    private JournalEntry Entry(CaseId caseId, DbDataReader row, byte[] stored, (byte[] Payload, EntryReading Reading, CaseKey? Key) opened)
    {
        var actor = row.GetString(3);
        var colon = actor.IndexOf(':', StringComparison.Ordinal);
        return new JournalEntry(
            caseId, row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), new Actor(actor[..colon], actor[(colon + 1)..]),
            database.ReadInstant(row, 4), opened.Payload, row.GetFieldValue<byte[]>(6), row.GetFieldValue<byte[]>(7))
        {
            Stored = stored,
            Reading = opened.Reading,
            Key = opened.Key,
        };
    }
}
