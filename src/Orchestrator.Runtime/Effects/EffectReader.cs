using System.Data.Common;
using System.Text.Json;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>Reads effects that are not settled.</summary>
internal sealed class EffectReader(Database database, CaseKeyTable keys)
{
    private const string Pending =
        """
        SELECT e.case_id, e.effect_id, e.kind, e.execution_id, e.bookmark_id, e.idempotency_key, e.payload, e.requested_at, e.priority,
               t.attempts, t.last_class, t.next_attempt_at, k.wrapped
        FROM effects e LEFT JOIN effect_tries t ON t.case_id = e.case_id AND t.effect_id = e.effect_id LEFT JOIN case_keys k ON k.case_id = e.case_id
        """;

    public Task<List<PendingEffect>> OfKindAsync(string kind, int limit, CancellationToken cancellationToken) => database.QueryAsync(
        Pending + " WHERE e.kind = @kind ORDER BY e.priority IS NULL, e.priority, e.requested_at, e.case_id, e.effect_id LIMIT @limit",
        [("@kind", kind), ("@limit", limit)], Read, cancellationToken);

    public async Task<PendingEffect?> FindAsync(CaseId caseId, string effectId, CancellationToken cancellationToken) => (await database.QueryAsync(
        Pending + " WHERE e.case_id = @case AND e.effect_id = @effect", [("@case", caseId.Value), ("@effect", effectId)], Read, cancellationToken)).FirstOrDefault();

    /// <summary>Every effect that is not settled, without its payload, in pages by identity.</summary>
    public Task<List<EffectTicket>> PageAsync(CaseId afterCase, string afterEffect, int limit, CancellationToken cancellationToken) => database.QueryAsync(
        """
        SELECT e.case_id, e.effect_id, e.kind, e.priority, t.next_attempt_at
        FROM effects e LEFT JOIN effect_tries t ON t.case_id = e.case_id AND t.effect_id = e.effect_id
        WHERE (e.case_id, e.effect_id) > (@case, @effect) ORDER BY e.case_id, e.effect_id LIMIT @limit
        """,
        [("@case", afterCase.Value), ("@effect", afterEffect), ("@limit", limit)],
        row => new EffectTicket(new CaseId(row.GetGuid(0)), row.GetString(1), row.GetString(2), database.ReadOptionalInstant(row, 3))
        {
            NextAttemptAt = database.ReadOptionalInstant(row, 4),
        },
        cancellationToken);

    private byte[] Payload(DbDataReader row)
    {
        var stored = row.GetFieldValue<byte[]>(6);
        if (row.IsDBNull(12)) return stored;
        return keys.Unwrap(new CaseId(row.GetGuid(0)), row.GetFieldValue<byte[]>(12)).Open(stored, EffectProjection.Table) ?? throw new InvalidOperationException(
            $"Expected effect {row.GetString(1)} of case {row.GetGuid(0)} to be what was sealed with the key of the case, but it is something else; run the check of the database.");
    }

    private PendingEffect Read(DbDataReader row) => new(
        new CaseId(row.GetGuid(0)),
        new Effect(
            row.GetString(1), row.GetString(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5),
            JsonDocument.Parse(Payload(row)).RootElement),
        row.IsDBNull(9) ? 0 : (int)row.GetInt64(9),
        row.IsDBNull(10) ? null : row.GetString(10),
        database.ReadInstant(row, 7),
        database.ReadOptionalInstant(row, 8));
}
