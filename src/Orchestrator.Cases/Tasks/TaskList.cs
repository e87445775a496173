using Orchestrator.Cases.CaseFiles;
using Orchestrator.Runtime.Journal;
using System.Text.Json;

namespace Orchestrator.Cases.Tasks;

/// <summary>Work for people: list, claim, complete.</summary>
public sealed class TaskList
{
    /// <summary>Open tasks, oldest first; null when the cursor is not one of ours.</summary>
    public Task<Page<OfficerTask>?> ListAsync(TaskSearch search, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One open task, or null.</summary>
    public Task<OfficerTask?> FindAsync(TaskId id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Takes a task for one person; exclusive, and the same again for the one who has it.</summary>
    public Task<ClaimOutcome> ClaimAsync(TaskId id, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Gives a task back.</summary>
    /// <param name="id">Which.</param>
    /// <param name="actor">Who; an administrator may give back another's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ClaimOutcome> ReleaseAsync(TaskId id, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Answers a task. <paramref name="answer"/> is an object; its <c>outcome</c> must be one of the task's options when it has any.</summary>
    public Task<CompletionOutcome> CompleteAsync(TaskId id, JsonElement answer, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();
}
