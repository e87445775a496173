using System.Text.Json;
using Orchestrator.Agencies.Replies;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Agencies.Parking;

/// <summary>Calls by agency: those that wait for an answer, those of them that wait until the agency is back, and those that got one. Follows from the journal alone, whatever documents say by now.</summary>
internal sealed class CallProjection : ICaseProjection
{
    /// <summary>Stands for "no deadline", so that an index puts such calls last.</summary>
    public static readonly DateTimeOffset WithoutDeadline = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private static readonly string Down = ReplyClass.Down.Word();

    private static readonly TableSpec Waiting = new(
        "agency_calls",
        [new("case_id", Uuid), new("effect_id", ColumnType.Text)],
        [new("agency", ColumnType.Text), new("operation", ColumnType.Text), new("requested_at", Instant), new("due_by", Instant)]);

    private static readonly TableSpec Answered = new(
        "agency_answers",
        [new("case_id", Uuid), new("effect_id", ColumnType.Text)],
        [new("agency", ColumnType.Text), new("operation", ColumnType.Text), new("execution_id", Integer), new("answered_at", Instant)]);

    private static readonly TableSpec Parked = new(
        "agency_parked", [new("case_id", Uuid), new("effect_id", ColumnType.Text)], [new("agency", ColumnType.Text), new("since", Instant)]);

    public IReadOnlyList<TableSpec> Tables => [Waiting, Answered, Parked];

    public void Project(CaseCommit commit, IRowSink rows)
    {
        for (var index = 0; index < commit.Events.Count; index++)
        {
            switch (commit.Events[index])
            {
                case EffectRequested { Effect: { Kind: EffectKinds.AgencyOperation } effect } when Names(effect) is var (agency, operation):
                    rows.Upsert(Waiting, commit.CaseId, effect.Id, agency, operation, commit.Entries[index].At, CaseDeadline.Of(commit.After) ?? WithoutDeadline);
                    break;
                case EffectAttempted { EffectId: var id, Attempt: var attempt } when Find(commit, id) is { Kind: EffectKinds.AgencyOperation } effect && Names(effect) is var (agency, _):
                    // Down without a time for the next try: it waits with all the others until the agency is back.
                    if (attempt.Class == Down && attempt.NextAttemptAt is null)
                        rows.Upsert(Parked, commit.CaseId, id, agency, commit.Entries[index].At);
                    else
                        rows.Delete(Parked, commit.CaseId, id);
                    break;
                case EffectSettled settled when Find(commit, settled.EffectId) is { Kind: EffectKinds.AgencyOperation } effect && Names(effect) is var (agency, operation):
                    rows.Delete(Waiting, commit.CaseId, effect.Id);
                    rows.Delete(Parked, commit.CaseId, effect.Id);
                    if (settled.End == EffectEnd.Done)
                        rows.Upsert(Answered, commit.CaseId, effect.Id, agency, operation, effect.ExecutionId, commit.Entries[index].At);
                    break;
            }
        }
    }

    private static Effect? Find(CaseCommit commit, string id) =>
        commit.Before?.Effects.GetValueOrDefault(id) ?? commit.Events.OfType<EffectRequested>().FirstOrDefault(asked => asked.Effect.Id == id)?.Effect;

    private static (string Agency, string Operation)? Names(Effect effect) =>
        Name(effect.Payload, "agency") is { } agency && Name(effect.Payload, "operation") is { } operation ? (agency, operation) : null;

    private static string? Name(JsonElement payload, string member) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
