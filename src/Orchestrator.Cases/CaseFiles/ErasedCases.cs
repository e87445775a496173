using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Statuses;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>What is left of cases whose data was erased: what lists show, which names nobody.</summary>
internal sealed class ErasedCases(IDbContextFactory<CasesDbContext> contexts, CaseSeals seals, ProcedureCatalog procedures, DeadlineClock clock)
{
    public async Task<CaseFile?> FindAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.CaseFiles.AsNoTracking().FirstOrDefaultAsync(file => file.CaseId == caseId.Value, cancellationToken) is not { } row) return null;
        var procedure = procedures.FindByDefinition(row.DefinitionId);
        var limit = procedure?.Limits.LastOrDefault(one => one.When is null && one.ValidFrom <= clock.DayOf(row.ReceivedAt));
        var results = await context.Parts.AsNoTracking().Where(part => part.CaseId == caseId.Value).ToListAsync(cancellationToken);
        return new CaseFile
        {
            CaseId = caseId,
            Number = row.Number,
            SecondNumber = row.SecondNumber,
            ProcedureCode = row.ProcedureCode,
            ProcedureName = procedure?.Name ?? new BilingualText(row.ProcedureCode, row.ProcedureCode),
            Locality = row.Locality,
            Status = StatusTable.Find(row.Status)!,
            StatusSince = VietnamTime.Of(row.StatusSince),
            ReceivedAt = VietnamTime.Of(row.ReceivedAt),
            Promise = new Promise(clock.DayOf(row.PromisedBy.AddTicks(-1)), row.IsProvisional, false, limit?.WorkingDays ?? 0, limit?.LegalBasis ?? ""),
            FinishedAt = row.FinishedAt is { } end ? VietnamTime.Of(end) : null,
            IsOverdue = row.FinishedAt > row.PromisedBy,
            RunStatus = Enum.Parse<CaseSubStatus>(row.RunStatus),
            Parts = [.. results.Select(result => PartOf(result, procedure))],
            ErasedAt = await seals.ErasedAtAsync(caseId, cancellationToken) is { } at ? VietnamTime.Of(at) : null,
        };
    }

    private static PartResult PartOf(CasePartRow result, Procedure? procedure)
    {
        var known = procedure?.Parts.FirstOrDefault(part => part.Key == result.Part);
        return new PartResult(result.Part, known?.Name ?? new BilingualText(result.Part, result.Part), known?.Agency, result.Outcome, null, null, VietnamTime.Of(result.At));
    }
}
