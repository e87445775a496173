using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Activities;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Intake;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Projections;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tasks;

/// <summary>Work for people: list, claim, complete.</summary>
public sealed class TaskList
{
    private readonly IDbContextFactory<CasesDbContext> _contexts;
    private readonly ICaseRuntime _runtime;
    private readonly TaskTraces _traces;
    private readonly CaseSeals _seals;
    private readonly TimeProvider _time;

    internal TaskList(IDbContextFactory<CasesDbContext> contexts, ICaseRuntime runtime, TaskTraces traces, CaseSeals seals, TimeProvider time)
    {
        _seals = seals;
        _contexts = contexts;
        _runtime = runtime;
        _traces = traces;
        _time = time;
    }

    /// <summary>Open tasks, oldest first; null when the cursor is not one of ours.</summary>
    public async Task<Page<OfficerTask>?> ListAsync(TaskSearch search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (!Cursor.TryParse(search.Cursor, out var cursor)) return null;
        var limit = Math.Clamp(search.Limit, 1, 200);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var tasks = context.Tasks.AsNoTracking();
        if (search.Role is { } role) tasks = tasks.Where(task => task.Role == null || task.Role == role);
        if (search.Agency is { } agency) tasks = tasks.Where(task => task.Agency == null || task.Agency == agency);
        if (!search.Localities.IsDefaultOrEmpty)
        {
            var localities = search.Localities.ToArray();
            tasks = tasks.Where(task => task.Locality == null || localities.Contains(task.Locality));
        }

        if (search.ClaimedBy is { } by) tasks = tasks.Where(task => context.Claims.Any(claim => claim.CaseId == task.CaseId && claim.BookmarkId == task.BookmarkId && claim.ClaimedBy == by));
        if (search.OnlyFree) tasks = tasks.Where(task => !context.Claims.Any(claim => claim.CaseId == task.CaseId && claim.BookmarkId == task.BookmarkId));
        if (cursor is { } from) tasks = tasks.Where(task => task.Since >= from.At);
        var rows = await tasks.OrderBy(task => task.Since).ThenBy(task => task.CaseId).ThenBy(task => task.BookmarkId).Skip(cursor?.Shown ?? 0).Take(limit + 1).ToListAsync(cancellationToken);
        var ids = rows.Take(limit).Select(row => row.CaseId).Distinct().ToList();
        var claims = (await context.Claims.AsNoTracking().Where(claim => ids.Contains(claim.CaseId)).ToListAsync(cancellationToken)).ToDictionary(claim => (claim.CaseId, claim.BookmarkId));
        var opened = await _seals.OfAsync([.. ids.Select(id => new CaseId(id))], cancellationToken);
        return new Page<OfficerTask>([.. rows.Take(limit).Select(row => Shown(row, claims.GetValueOrDefault((row.CaseId, row.BookmarkId)), opened))], Cursor.Next(rows, limit, cursor, row => row.Since));
    }

    /// <summary>One open task, or null.</summary>
    public async Task<OfficerTask?> FindAsync(TaskId id, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Tasks.AsNoTracking().FirstOrDefaultAsync(task => task.CaseId == id.CaseId.Value && task.BookmarkId == id.BookmarkId, cancellationToken);
        if (row is null) return null;
        var claim = await context.Claims.AsNoTracking().FirstOrDefaultAsync(one => one.CaseId == id.CaseId.Value && one.BookmarkId == id.BookmarkId, cancellationToken);
        return Shown(row, claim, await _seals.OfAsync([id.CaseId], cancellationToken));
    }

    /// <summary>Takes a task for one person; exclusive, and the same again for the one who has it.</summary>
    public async Task<ClaimOutcome> ClaimAsync(TaskId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await FindAsync(id, cancellationToken) is not { } before) return new ClaimOutcome.NotFound();
        if (before.ClaimedBy is { } holder) return holder == actor.ToString() ? new ClaimOutcome.Claimed(before) : new ClaimOutcome.ClaimedByOther(holder);
        // Two may come this far at once: both marks are recorded, and the row, written in the same commit, belongs to the first.
        var sent = await MarkAsync(id, new ClaimMark(actor.ToString(), _time.GetUtcNow()), actor, cancellationToken);
        if (sent is CommandOutcome.Unavailable unavailable) return new ClaimOutcome.Unavailable(unavailable.Message);
        if (await FindAsync(id, cancellationToken) is not { } after) return new ClaimOutcome.NotFound();
        return after.ClaimedBy == actor.ToString() ? Count(new ClaimOutcome.Claimed(after)) : new ClaimOutcome.ClaimedByOther(after.ClaimedBy ?? "nobody");
    }

    /// <summary>Gives a task back.</summary>
    /// <param name="id">Which.</param>
    /// <param name="actor">Who; an administrator may give back another's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ClaimOutcome> ReleaseAsync(TaskId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await FindAsync(id, cancellationToken) is not { } before) return new ClaimOutcome.NotFound();
        if (before.ClaimedBy is null) return new ClaimOutcome.Released(before);
        if (before.ClaimedBy != actor.ToString() && actor.Kind != "administrator") return new ClaimOutcome.ClaimedByOther(before.ClaimedBy);
        var sent = await MarkAsync(id, new ClaimMark(null, _time.GetUtcNow()), actor, cancellationToken);
        if (sent is CommandOutcome.Unavailable unavailable) return new ClaimOutcome.Unavailable(unavailable.Message);
        return await FindAsync(id, cancellationToken) is { } after ? Count(new ClaimOutcome.Released(after)) : new ClaimOutcome.NotFound();
    }

    /// <summary>Answers a task. <paramref name="answer"/> is an object; its <c>outcome</c> must be one of the task's options when it has any.</summary>
    public async Task<CompletionOutcome> CompleteAsync(TaskId id, JsonElement answer, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (answer.ValueKind != JsonValueKind.Object) return Invalid(string.Empty, "object-expected", null);
        if (await FindAsync(id, cancellationToken) is not { } task) return await GoneAsync(id, answer, cancellationToken);
        if (task.ClaimedBy is { } holder && holder != actor.ToString()) return new CompletionOutcome.ClaimedByOther(holder);
        if (task.Options.Length > 0 && !task.Options.Any(option => option.Value == answer.Text("outcome")))
            return Invalid("/outcome", "task-option", string.Join(", ", task.Options.Select(option => option.Value)));
        return await _runtime.SendAsync(id.CaseId, new CompleteTask(id.BookmarkId, answer), actor, cancellationToken) switch
        {
            CommandOutcome.Accepted => Count(new CompletionOutcome.Completed(task.Number)),
            CommandOutcome.Unavailable unavailable => new CompletionOutcome.Unavailable(unavailable.Message),
            _ => await GoneAsync(id, answer, cancellationToken),
        };
    }

    private async Task<CompletionOutcome> GoneAsync(TaskId id, JsonElement answer, CancellationToken cancellationToken) =>
        await _traces.FindAsync(id, cancellationToken) is not { } trace ? new CompletionOutcome.NotFound()
        : new CompletionOutcome.AlreadyDone(trace.Number, trace.Answer is { } given && CanonicalJson.Hash(given) == CanonicalJson.Hash(answer));

    private Task<CommandOutcome> MarkAsync(TaskId id, ClaimMark mark, Actor actor, CancellationToken cancellationToken) =>
        _runtime.SendAsync(id.CaseId, new RecordMark(CaseMarks.ClaimPrefix + id.BookmarkId, CaseMarks.ToJson(mark)), actor, cancellationToken);

    private static CompletionOutcome.InvalidAnswer Invalid(string pointer, string code, string? detail) => new([new ApplicationFault(pointer, code, FaultTexts.Of(code, detail))]);

    private static T Count<T>(T outcome)
        where T : notnull
    {
        CasesTelemetry.Acts.Add(1, new("act", "task"), new("outcome", outcome.GetType().Name));
        return outcome;
    }

    private static OfficerTask Shown(CaseTaskRow row, TaskClaimRow? claim, OpenedSeals opened) => new()
    {
        Id = new TaskId(new CaseId(row.CaseId), row.BookmarkId),
        Number = row.Number,
        Name = row.Name,
        Title = new BilingualText(
            opened.Text(new CaseId(row.CaseId), CaseTables.Tasks.Name, row.TitleVi), opened.Text(new CaseId(row.CaseId), CaseTables.Tasks.Name, row.TitleEn)),
        Role = row.Role,
        Agency = row.Agency,
        Locality = row.Locality,
        Options = [.. JsonSerializer.Deserialize<TaskOption[]>(row.Options, CaseMarks.Json) ?? []],
        Since = VietnamTime.Of(row.Since),
        DueAt = row.DueAt is { } due ? VietnamTime.Of(due) : null,
        ClaimedBy = claim?.ClaimedBy,
        ClaimedAt = claim is null ? null : VietnamTime.Of(claim.ClaimedAt),
    };
}
