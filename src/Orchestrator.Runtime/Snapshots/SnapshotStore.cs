using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Snapshots;

/// <summary>Keeps the newest snapshot of a case. One that does not fit the journal, or cannot be read, counts as missing.</summary>
internal sealed partial class SnapshotStore(Database database, JournalRows journal, CaseKeyTable keys, ILogger<SnapshotStore> logger)
{
    private const string Table = "snapshots";

    public async Task WriteAsync(CaseId caseId, long sequence, ReadOnlyMemory<byte> hash, Snapshot snapshot, CaseKey key, CancellationToken cancellationToken)
    {
        var payload = key.Seal(StateBytes.Write(snapshot), Table);
        await database.ExecuteAsync(
            """
            INSERT INTO snapshots (case_id, seq, hash, payload, checksum) VALUES (@case, @seq, @hash, @payload, @checksum)
            ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, payload = excluded.payload, checksum = excluded.checksum
            WHERE excluded.seq > snapshots.seq
            """,
            [
                ("@case", caseId.Value), ("@seq", sequence), ("@hash", hash.ToArray()), ("@payload", payload), ("@checksum", SHA256.HashData(payload)),
            ],
            cancellationToken);
    }

    /// <summary>The newest snapshot, when it is whole and the journal still has the entry it was taken at.</summary>
    public async Task<(Snapshot Snapshot, long Sequence, byte[] Hash, CaseKey? Key)?> FindAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            $"SELECT seq, hash, payload, checksum, {CaseKeyTable.OfCase} FROM snapshots WHERE case_id = @case",
            [("@case", caseId.Value)],
            row => (Sequence: row.GetInt64(0), Hash: row.GetFieldValue<byte[]>(1), Payload: row.GetFieldValue<byte[]>(2), Checksum: row.GetFieldValue<byte[]>(3),
                Wrapped: row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4)),
            cancellationToken);
        if (rows.Count == 0) return null;
        var (sequence, hash, payload, checksum, wrapped) = rows[0];
        var key = wrapped is null ? null : keys.Unwrap(caseId, wrapped);
        if (SHA256.HashData(payload).AsSpan().SequenceEqual(checksum)
            && await journal.HashAsync(caseId, sequence, cancellationToken) is { } durable && durable.AsSpan().SequenceEqual(hash)
            && (key is null ? payload : key.Open(payload, Table)) is { } plain
            && Read(caseId, plain) is { } snapshot && snapshot.State.CaseId == caseId)
        {
            return (snapshot, sequence, hash, key);
        }

        LogUnfit(logger, caseId, sequence);
        return null;
    }

    /// <summary>Removes the snapshots of cases that have ended, which are hardly ever loaded again.</summary>
    public Task<int> ForgetEndedAsync(CancellationToken cancellationToken) => database.ExecuteAsync(
        "DELETE FROM snapshots WHERE case_id IN (SELECT case_id FROM cases WHERE status = 'Finished')", [], cancellationToken);

    private Snapshot? Read(CaseId caseId, byte[] payload)
    {
        try
        {
            return StateBytes.Read(payload);
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException or ArgumentException)
        {
            LogUnreadable(logger, caseId, cause.Message);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The snapshot of case {CaseId} at entry {Sequence} does not fit its journal; the whole journal is read")]
    private static partial void LogUnfit(ILogger logger, CaseId caseId, long sequence);

    [LoggerMessage(2, LogLevel.Warning, "The snapshot of case {CaseId} cannot be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, CaseId caseId, string reason);
}
