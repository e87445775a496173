using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Runtime.Effects;

/// <summary>
/// Which events reached which case. The row commits with the decision that the event led to, and commands of a case run one after the other,
/// so an event that is sent again after a crash is applied once.
/// </summary>
internal sealed class DeliveryLog(Database database)
{
    private static readonly TableSpec Deliveries = new("deliveries", [new("case_id", Uuid), new("idempotency_key", Text)], [new("at", Instant)]);

    public static RowChange Row(CaseId caseId, string key, DateTimeOffset at)
    {
        var sink = new RowSink();
        sink.Upsert(Deliveries, caseId, key, at);
        return sink.Changes[0];
    }

    public async Task<bool> IsDoneAsync(CaseId caseId, string key) => (await database.QueryAsync(
        "SELECT 1 FROM deliveries WHERE case_id = @case AND idempotency_key = @key", [("@case", caseId.Value), ("@key", key)],
        row => row.GetInt32(0), CancellationToken.None)).Count > 0;

    /// <summary>Forgets deliveries of effects that are settled, some time after.</summary>
    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        DELETE FROM deliveries WHERE at < @before
        AND NOT EXISTS (SELECT 1 FROM effects WHERE effects.idempotency_key = deliveries.idempotency_key)
        """, [("@before", database.Instant(before))], cancellationToken);
}
