using Orchestrator.Runtime.Projections;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Cases.Projections;

/// <summary>The tables of the module as the commit writes them; <see cref="Storage.CasesDbContext"/> reads the same.</summary>
internal static class CaseTables
{
    public static readonly TableSpec Files = new(
        "case_files",
        [new("case_id", Uuid)],
        [
            new("number", Text), new("second_number", Text), new("procedure_code", Text), new("definition_id", Text), new("locality", Text),
            new("status", Text), new("status_since", Instant), new("received_at", Instant), new("promised_by", Instant), new("is_provisional", Flag),
            new("paused_since", Instant), new("finished_at", Instant), new("run_status", Text),
        ]);

    public static readonly TableSpec Parts = new(
        "case_parts", [new("case_id", Uuid), new("part", Text)], [new("outcome", Text), new("at", Instant)]);

    public static readonly TableSpec Waits = new(
        "case_waits",
        [new("case_id", Uuid), new("bookmark_id", Text)],
        [
            new("holder_kind", Text), new("holder_code", Text), new("reason_vi", Text) { IsSealed = true }, new("reason_en", Text) { IsSealed = true }, new("step", Text),
            new("since", Instant), new("due_at", Instant), new("is_paused", Flag),
        ]);

    public static readonly TableSpec Tasks = new(
        "case_tasks",
        [new("case_id", Uuid), new("bookmark_id", Text)],
        [
            new("number", Text), new("name", Text), new("title_vi", Text) { IsSealed = true }, new("title_en", Text) { IsSealed = true },
            new("role", Text), new("agency", Text), new("locality", Text), new("options", Text), new("since", Instant), new("due_at", Instant),
        ]);

    public static readonly TableSpec Claims = new(
        "task_claims", [new("case_id", Uuid), new("bookmark_id", Text)], [new("claimed_by", Text), new("claimed_at", Instant)]);

    public static readonly TableSpec Incidents = new(
        "case_incidents",
        [new("case_id", Uuid), new("incident_id", Text)],
        [
            new("number", Text), new("locality", Text), new("code", Text), new("message", Text) { IsSealed = true },
            new("detail", Text) { IsSealed = true }, new("owner", Text), new("activity_id", Text), new("opened_at", Instant), new("resolved_at", Instant),
            new("resolution", Text), new("reason", Text) { IsSealed = true },
        ]);

    public static IReadOnlyList<TableSpec> All { get; } = [Files, Parts, Waits, Tasks, Claims, Incidents];
}
