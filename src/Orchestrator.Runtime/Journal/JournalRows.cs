using System.Data.Common;
using System.Runtime.CompilerServices;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Reads entries as they are stored.</summary>
internal sealed class JournalRows(Database database) : IJournalScan
{
    /// <summary>How many entries are read at once when a whole history is folded.</summary>
    public const int Page = 2_000;

    private const string Columns = "SELECT seq, kind, activity_id, actor, at, payload, prev_hash, hash FROM journal";

    public Task<List<JournalEntry>> ReadAsync(CaseId caseId, long after, int limit, CancellationToken cancellationToken) => ReadAsync(
        caseId, "WHERE case_id = @case AND seq > @after ORDER BY seq LIMIT @limit",
        [("@case", caseId.Value), ("@after", after), ("@limit", limit)], cancellationToken);

    /// <summary>Entries of a case by a condition that names it as <c>@case</c>.</summary>
    public Task<List<JournalEntry>> ReadAsync(
        CaseId caseId, string condition, IReadOnlyList<(string Name, object? Value)> parameters, CancellationToken cancellationToken) =>
        database.QueryAsync($"{Columns} {condition}", parameters, row => Entry(caseId, row), cancellationToken);

    /// <summary>Every entry of every case, case after case.</summary>
    public IAsyncEnumerable<JournalEntry> ReadAllAsync(CancellationToken cancellationToken) => ScanAsync("", [], cancellationToken);

    /// <summary>Every entry of some cases, case after case.</summary>
    public IAsyncEnumerable<JournalEntry> ReadCasesAsync(IReadOnlyList<CaseId> cases, CancellationToken cancellationToken) =>
        ScanAsync(Among(cases), Parameters(cases), cancellationToken);

    private async IAsyncEnumerable<JournalEntry> ScanAsync(
        string where, IReadOnlyList<(string Name, object? Value)> parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in database.StreamAsync(
            $"SELECT seq, kind, activity_id, actor, at, payload, prev_hash, hash, case_id FROM journal {where} ORDER BY case_id, seq", parameters,
            row => Entry(new CaseId(row.GetGuid(8)), row), cancellationToken)) yield return entry;
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

    private JournalEntry Entry(CaseId caseId, DbDataReader row)
    {
        var actor = row.GetString(3);
        var colon = actor.IndexOf(':', StringComparison.Ordinal);
        return new JournalEntry(
            caseId, row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), new Actor(actor[..colon], actor[(colon + 1)..]),
            database.ReadInstant(row, 4), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6), row.GetFieldValue<byte[]>(7));
    }
}
