using System.Data.Common;
using System.Text.Json;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>Reads effects that are not settled.</summary>
internal sealed class EffectReader(Database database)
{
    private const string Pending =
        """
        SELECT e.case_id, e.effect_id, e.kind, e.execution_id, e.bookmark_id, e.idempotency_key, e.payload, e.requested_at, e.priority,
               t.attempts, t.last_class, t.next_attempt_at
        FROM effects e LEFT JOIN effect_tries t ON t.case_id = e.case_id AND t.effect_id = e.effect_id
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

    private PendingEffect Read(DbDataReader row) => new(
        new CaseId(row.GetGuid(0)),
        new Effect(
            row.GetString(1), row.GetString(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5),
            JsonDocument.Parse(row.GetFieldValue<byte[]>(6)).RootElement),
        row.IsDBNull(9) ? 0 : (int)row.GetInt64(9),
        row.IsDBNull(10) ? null : row.GetString(10),
        database.ReadInstant(row, 7),
        database.ReadOptionalInstant(row, 8));
}
