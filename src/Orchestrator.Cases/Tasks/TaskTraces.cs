using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tasks;

/// <summary>Finds out what became of a task that is no longer open, so that a repeated answer is known as one.</summary>
internal sealed class TaskTraces(IJournalReader journal)
{
    private const int PageSize = 1000;

    /// <summary>The case's number and the answer that was given (null when the task was given up), or null when there never was such a task.</summary>
    public async Task<(string Number, JsonElement? Answer)?> FindAsync(TaskId id, CancellationToken cancellationToken)
    {
        string? number = null;
        var existed = false;
        for (long after = 0; ;)
        {
            var page = await journal.ReadAsync(id.CaseId, after, PageSize, cancellationToken);
            foreach (var entry in page)
            {
                after = entry.Sequence;
                if (entry.Reading == EntryReading.Erased) return null;
                switch (entry.Event())
                {
                    case CaseStarted started:
                        number = CaseInput.From(started.Input)?.DossierNumber;
                        break;
                    case BookmarkCreated { Bookmark: { Kind: BookmarkKind.Task } bookmark } when bookmark.Id == id.BookmarkId:
                        existed = true;
                        break;
                    case BookmarkRemoved removed when existed && removed.BookmarkId == id.BookmarkId:
                        return number is null ? null : (number, removed.End == BookmarkEnd.Resumed ? removed.Payload : null);
                }
            }

            if (page.Count < PageSize) return null;
        }
    }
}
