using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Tasks;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Work for people.</summary>
internal static class TaskEndpoints
{
    /// <summary>Maps <c>/tasks</c>.</summary>
    public static void MapTasks(this RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapGet("/", ListAsync).WithName("ListTasks").For(Permission.ReadTasks).Fails(ProblemKind.BadParameter)
            .WithSummary("Lists open tasks of the caller's localities and agency, oldest first.");
        tasks.MapGet("/{id}", GetAsync).WithName("GetTask").For(Permission.ReadTasks).Fails(ProblemKind.TaskNotFound)
            .WithSummary("Shows one open task.");
        tasks.MapPost("/{id}/claim", ClaimAsync).WithName("ClaimTask").For(Permission.WorkOnTasks)
            .Fails(ProblemKind.TaskNotFound, ProblemKind.TaskClaimed)
            .WithSummary("Takes a task for the caller alone; the same again for the one who has it.");
        tasks.MapPost("/{id}/release", ReleaseAsync).WithName("ReleaseTask").For(Permission.WorkOnTasks)
            .Fails(ProblemKind.TaskNotFound, ProblemKind.TaskClaimed)
            .WithSummary("Gives a task back.");
        tasks.MapPost("/{id}/complete", CompleteAsync).WithName("CompleteTask").For(Permission.WorkOnTasks).Takes<JsonElement>()
            .Fails(ProblemKind.TaskNotFound, ProblemKind.TaskClaimed, ProblemKind.TaskDone, ProblemKind.TaskAnswer, ProblemKind.RequestInvalid)
            .WithSummary("Answers a task: an object whose 'outcome' is one of the task's options, when it has any. The case goes on.");
    }

    private static async Task<Results<Ok<Page<OfficerTask>>, Problem>> ListAsync(
        HttpContext context, TaskList tasks, string? role, string? locality, bool? mine, bool? free, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        var caller = context.Caller();
        if (CaseScope.Localities(caller, locality) is not { } localities)
            return TypedResults.Ok(new Page<OfficerTask>([], null));
        var search = new TaskSearch
        {
            Role = role,
            Agency = caller.Agency,
            Localities = localities,
            ClaimedBy = mine == true ? caller.Actor.ToString() : null,
            OnlyFree = free == true,
            Cursor = cursor,
            Limit = limit ?? Paging.UsualLimit,
        };
        return await tasks.ListAsync(search, context.RequestAborted) is { } page
            ? TypedResults.Ok(page)
            : new Problem(ProblemKind.BadParameter, "cursor");
    }

    private static async Task<Results<Ok<OfficerTask>, Problem>> GetAsync(string id, HttpContext context, TaskList tasks) =>
        await FindAsync(id, context, tasks) is { } task ? TypedResults.Ok(task) : new Problem(ProblemKind.TaskNotFound, id);

    private static async Task<Results<Ok<OfficerTask>, Problem>> ClaimAsync(string id, HttpContext context, TaskList tasks) =>
        await FindAsync(id, context, tasks) is { } task
            ? Answer(await tasks.ClaimAsync(task.Id, context.Caller().Actor, context.RequestAborted), id)
            : new Problem(ProblemKind.TaskNotFound, id);

    private static async Task<Results<Ok<OfficerTask>, Problem>> ReleaseAsync(string id, HttpContext context, TaskList tasks) =>
        await FindAsync(id, context, tasks) is { } task
            ? Answer(await tasks.ReleaseAsync(task.Id, context.Caller().Actor, context.RequestAborted), id)
            : new Problem(ProblemKind.TaskNotFound, id);

    private static Results<Ok<OfficerTask>, Problem> Answer(ClaimOutcome outcome, string id) => outcome switch
    {
        ClaimOutcome.Claimed claimed => TypedResults.Ok(claimed.Task),
        ClaimOutcome.Released released => TypedResults.Ok(released.Task),
        ClaimOutcome.ClaimedByOther => new Problem(ProblemKind.TaskClaimed, id),
        ClaimOutcome.NotFound => new Problem(ProblemKind.TaskNotFound, id),
        ClaimOutcome.Unavailable => Faults.Unavailable,
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };

    private static async Task<Results<Ok<CaseReference>, Problem>> CompleteAsync(string id, HttpContext context, TaskList tasks)
    {
        var answer = await RequestBody.ReadJsonAsync(context);
        if (!answer.IsGood)
            return answer.Problem;
        if (!TaskId.TryParse(id, out var taskId))
            return new Problem(ProblemKind.TaskNotFound, id);

        // A task that is done is no longer in the list, so only who may see every task can be told that it is done.
        var task = await tasks.FindAsync(taskId, context.RequestAborted);
        if (task is null ? context.Caller() is not { Localities.IsEmpty: true, Agency: null } : !CaseScope.Sees(context.Caller(), task))
            return new Problem(ProblemKind.TaskNotFound, id);
        return await tasks.CompleteAsync(taskId, answer.Value.RootElement, context.Caller().Actor, context.RequestAborted) switch
        {
            CompletionOutcome.Completed done => TypedResults.Ok(new CaseReference(done.Number)),
            CompletionOutcome.AlreadyDone { SameAnswer: true } done => TypedResults.Ok(new CaseReference(done.Number)),
            CompletionOutcome.AlreadyDone => new Problem(ProblemKind.TaskDone, id),
            CompletionOutcome.ClaimedByOther => new Problem(ProblemKind.TaskClaimed, id),
            CompletionOutcome.InvalidAnswer invalid => Faults.Of(ProblemKind.TaskAnswer, invalid.Faults),
            CompletionOutcome.NotFound => new Problem(ProblemKind.TaskNotFound, id),
            CompletionOutcome.Unavailable => Faults.Unavailable,
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    private static async Task<OfficerTask?> FindAsync(string id, HttpContext context, TaskList tasks) =>
        TaskId.TryParse(id, out var taskId) && await tasks.FindAsync(taskId, context.RequestAborted) is { } task
        && CaseScope.Sees(context.Caller(), task)
            ? task
            : null;
}
