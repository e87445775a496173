using System.Text.Json;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Attachments.Links;

/// <summary>Which attachments belong to which case. Follows from the journal alone, in its commit: a case never refers to a file that may be swept away.</summary>
internal sealed class AttachmentProjection : ICaseProjection
{
    private static readonly TableSpec Links = new(
        "case_attachments", [new("case_id", Uuid), new("attachment_id", Uuid)], [new("source", ColumnType.Text), new("linked_at", Instant)]);

    public IReadOnlyList<TableSpec> Tables => [Links];

    public void Project(CaseCommit commit, IRowSink rows)
    {
        for (var index = 0; index < commit.Events.Count; index++)
        {
            var at = commit.Entries[index].At;
            switch (commit.Events[index])
            {
                case CaseStarted { Input: { ValueKind: JsonValueKind.Object } input } when input.TryGetProperty(AttachmentMarks.InputMember, out var list):
                    foreach (var (_, reference) in AttachmentReference.Find(list))
                        rows.Upsert(Links, commit.CaseId, reference.Id, "application", at);
                    break;
                case MarkRecorded { ExecutionId: null } mark when AttachmentMarks.Read(mark.Name) is { } reference:
                    rows.Upsert(Links, commit.CaseId, reference.Id, Source(mark.Data), at);
                    break;
            }
        }
    }

    private static string Source(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String ? source.GetString()! : "case";
}
