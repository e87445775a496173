using System.Text.Json;
using Orchestrator.Runtime.Effects;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Runtime.Projections;

/// <summary>Effects that are not settled, and how far each has come.</summary>
internal sealed class EffectProjection : ICaseProjection
{
    public const string Table = "effects";

    private static readonly TableSpec Effects = new(
        Table,
        [new("case_id", Uuid), new("effect_id", Text)],
        [
            new("kind", Text), new("execution_id", Integer), new("bookmark_id", Text), new("idempotency_key", Text), new("payload", Bytes) { IsSealed = true },
            new("requested_at", Instant), new("priority", Instant),
        ]);

    private static readonly TableSpec Tries = new(
        "effect_tries",
        [new("case_id", Uuid), new("effect_id", Text)],
        [new("attempts", Integer), new("last_class", Text), new("next_attempt_at", Instant)]);

    public IReadOnlyList<TableSpec> Tables => [Effects, Tries];

    public void Project(CaseCommit commit, IRowSink rows)
    {
        for (var index = 0; index < commit.Events.Count; index++)
        {
            switch (commit.Events[index])
            {
                case EffectRequested { Effect: var effect }:
                    // Written anew: an expression's own text may escape letters that the journal does not, and the check compares bytes.
                    rows.Upsert(
                        Effects, commit.CaseId, effect.Id, effect.Kind, effect.ExecutionId, effect.BookmarkId, effect.IdempotencyKey,
                        JsonSerializer.SerializeToUtf8Bytes(effect.Payload), commit.Entries[index].At, CaseDeadline.Of(commit.After));
                    break;
                case EffectAttempted { EffectId: var id, Attempt: var attempt }:
                    rows.Upsert(Tries, commit.CaseId, id, attempt.Number, attempt.Class, attempt.NextAttemptAt);
                    break;
                case EffectSettled settled:
                    rows.Delete(Effects, commit.CaseId, settled.EffectId);
                    rows.Delete(Tries, commit.CaseId, settled.EffectId);
                    break;
            }
        }
    }
}
