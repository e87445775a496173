using System.Data.Common;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Reads entries as they are stored.</summary>
internal sealed class JournalRows(Database database)
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
