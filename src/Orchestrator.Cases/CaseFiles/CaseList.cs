using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Projections;
using Orchestrator.Cases.Statuses;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>Lists of cases, newest first.</summary>
internal sealed class CaseList(IDbContextFactory<CasesDbContext> contexts, CaseSeals seals, ProcedureCatalog procedures, DeadlineClock clock, TimeProvider time)
{
    public async Task<SearchOutcome> SearchAsync(CaseSearch search, CancellationToken cancellationToken)
    {
        if (!Cursor.TryParse(search.Cursor, out var cursor)) return new SearchOutcome.InvalidCursor();
        if (search.Status is not null && StatusTable.Find(search.Status) is null) return new SearchOutcome.UnknownStatus(search.Status);
        var limit = Math.Clamp(search.Limit, 1, 200);
        var now = time.GetUtcNow().ToUniversalTime();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var query = Filter(context, search, now);
        if (cursor is { } from) query = query.Where(file => file.ReceivedAt <= from.At);
        var rows = await query.OrderByDescending(file => file.ReceivedAt).ThenByDescending(file => file.CaseId)
            .Skip(cursor?.Shown ?? 0).Take(limit + 1).ToListAsync(cancellationToken);
        var page = rows.Take(limit).ToList();
        var ids = page.Select(row => row.CaseId).ToList();
        var waits = (await context.Waits.AsNoTracking().Where(wait => ids.Contains(wait.CaseId)).ToListAsync(cancellationToken)).ToLookup(wait => wait.CaseId);
        var opened = await seals.OfAsync([.. waits.Select(ofCase => new CaseId(ofCase.Key))], cancellationToken);
        return new SearchOutcome.Found(new Page<CaseSummary>([.. page.Select(row => Summary(row, waits[row.CaseId], opened, now))], Cursor.Next(rows, limit, cursor, row => row.ReceivedAt)));
    }

    private IQueryable<CaseFileRow> Filter(CasesDbContext context, CaseSearch search, DateTimeOffset now)
    {
        var query = context.CaseFiles.AsNoTracking();
        if (search.Number is { Length: > 0 } number) query = query.Where(file => file.Number.StartsWith(number) || (file.SecondNumber != null && file.SecondNumber.StartsWith(number)));
        if (search.Procedure is { } code)
        {
            // Old and new codes are one procedure: its cases are found by each of them.
            var definition = procedures.Find(code)?.DefinitionId;
            query = query.Where(file => file.ProcedureCode == code || file.DefinitionId == definition);
        }

        if (search.Status is { } status) query = query.Where(file => file.Status == status);
        if (!search.Localities.IsDefaultOrEmpty)
        {
            var localities = search.Localities.ToArray();
            query = query.Where(file => file.Locality == null || localities.Contains(file.Locality));
        }

        if (search.From is { } from) query = query.Where(file => file.ReceivedAt >= from.ToUniversalTime());
        if (search.To is { } to) query = query.Where(file => file.ReceivedAt < to.ToUniversalTime());
        if (search.Overdue is { } overdue) query = query.Where(file => (file.FinishedAt ?? file.PausedSince ?? now) > file.PromisedBy == overdue);
        if (search.Agency is { } agency)
        {
            var parts = procedures.All.SelectMany(procedure => procedure.Parts).Where(part => part.Agency == agency).Select(part => part.Key).Distinct().ToArray();
            query = query.Where(file =>
                context.Waits.Any(wait => wait.CaseId == file.CaseId && wait.HolderCode == agency)
                || context.Parts.Any(part => part.CaseId == file.CaseId && parts.Contains(part.Part)));
        }

        return query;
    }

    private CaseSummary Summary(CaseFileRow row, IEnumerable<CaseWaitRow> waits, OpenedSeals opened, DateTimeOffset now) => new()
    {
        CaseId = new CaseId(row.CaseId),
        Number = row.Number,
        SecondNumber = row.SecondNumber,
        ProcedureCode = row.ProcedureCode,
        Locality = row.Locality,
        Status = StatusTable.Find(row.Status)!,
        StatusSince = VietnamTime.Of(row.StatusSince),
        Holders = [.. waits.OrderBy(wait => wait.Since).Select(wait => new Holding(
            wait.HolderKind, wait.HolderCode, VietnamTime.Of(wait.Since), ReasonOf(wait, opened),
            wait.DueAt is { } due ? VietnamTime.Of(due) : null, wait.IsPaused, wait.Step))],
        ReceivedAt = VietnamTime.Of(row.ReceivedAt),
        PromisedDate = PromisedOn(row, now),
        IsProvisional = row.IsProvisional,
        FinishedAt = row.FinishedAt is { } end ? VietnamTime.Of(end) : null,
        IsOverdue = (row.FinishedAt ?? row.PausedSince ?? now) > row.PromisedBy,
    };

    private static BilingualText? ReasonOf(CaseWaitRow wait, OpenedSeals opened)
    {
        var (caseId, table) = (new CaseId(wait.CaseId), CaseTables.Waits.Name);
        return opened.Optional(caseId, table, wait.ReasonVi) is { } vi ? new BilingualText(vi, opened.Optional(caseId, table, wait.ReasonEn) ?? vi) : null;
    }

    private DateOnly PromisedOn(CaseFileRow row, DateTimeOffset now)
    {
        var date = clock.DayOf(row.PromisedBy.AddTicks(-1));
        return row.PausedSince is { } since ? clock.AddWorkingDays(date, clock.PausedWorkingDays([new Pause(since, row.FinishedAt ?? now)])).Date : date;
    }
}
