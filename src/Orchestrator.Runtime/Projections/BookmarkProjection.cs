using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Runtime.Projections;

/// <summary>Open waits: whom an event finds, and when timers are due.</summary>
internal sealed class BookmarkProjection : ICaseProjection
{
    private static readonly TableSpec Bookmarks = new(
        "bookmarks",
        [new("case_id", Uuid), new("bookmark_id", Text)],
        [new("kind", Text), new("name", Text), new("activity_id", Text), new("due_at", Instant)]);

    public IReadOnlyList<TableSpec> Tables => [Bookmarks];

    public void Project(CaseCommit commit, IRowSink rows)
    {
        foreach (var change in commit.Events)
        {
            switch (change)
            {
                case BookmarkCreated { Bookmark: var bookmark }:
                    rows.Upsert(Bookmarks, commit.CaseId, bookmark.Id, bookmark.Kind, bookmark.Name, bookmark.ActivityId, bookmark.DueAt);
                    break;
                case BookmarkRemoved removed:
                    rows.Delete(Bookmarks, commit.CaseId, removed.BookmarkId);
                    break;
            }
        }
    }
}
