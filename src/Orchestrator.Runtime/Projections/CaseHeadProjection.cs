using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Runtime.Projections;

/// <summary>The head of a case, written when something shown in lists changes and not on every entry.</summary>
internal sealed class CaseHeadProjection : ICaseProjection
{
    private static readonly TableSpec Heads = new(
        "cases",
        [new("case_id", Uuid)],
        [
            new("shard", Integer), new("status", Text), new("sub_status", Text), new("definition_id", Text), new("version_id", Text),
            new("version", Integer), new("correlation_id", Text), new("name", Text), new("parent_case_id", Uuid), new("has_work", Flag),
            new("open_incidents", Integer), new("created_at", Instant), new("updated_at", Instant), new("finished_at", Instant),
        ]);

    public IReadOnlyList<TableSpec> Tables => [Heads];

    public void Project(CaseCommit commit, IRowSink rows)
    {
        var (before, after) = (commit.Before, commit.After);
        // The head of an erased case stays as it was at its end; what it says of people is removed when the erasure is carried out.
        if (before is not null && (after.IsErased || Shown(before) == Shown(after))) return;
        var at = commit.Entries[^1].At;
        var started = after.Started;
        rows.Upsert(
            Heads, commit.CaseId, commit.Shard, after.Status, after.SubStatus, started.DefinitionId, started.VersionId, started.Version,
            after.CorrelationId, after.Name, started.Parent?.CaseId.Value, after.HasScheduledWork, after.Incidents.Count,
            commit.StartedAt, at, after.Status == CaseStatus.Finished ? at : null);
    }

    private static (CaseStatus Status, CaseSubStatus SubStatus, string? CorrelationId, string? Name, bool HasWork, int Incidents, string VersionId) Shown(
        CaseState state) => (state.Status, state.SubStatus, state.CorrelationId, state.Name, state.HasScheduledWork, state.Incidents.Count, state.Started.VersionId);
}
