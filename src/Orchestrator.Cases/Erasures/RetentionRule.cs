using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Erasures;

/// <summary>How long the data of ended cases of a procedure is kept.</summary>
/// <param name="Years">Years after the end of the case.</param>
/// <param name="LegalBasis">The article that says so.</param>
public sealed record Retention(int Years, string LegalBasis);

/// <summary>Proposes to erase cases whose time is over; people decide. A case that somebody was against is not proposed again.</summary>
internal sealed class RetentionRule(IDbContextFactory<CasesDbContext> contexts, ProcedureCatalog procedures, ErasureDesk desk, TimeProvider time, int mostAtOnce = 1_000)
{
    /// <returns>How many were proposed.</returns>
    public async Task<int> ProposeAsync(CancellationToken cancellationToken)
    {
        var proposed = 0;
        foreach (var procedure in procedures.All)
        {
            if (procedure.Retention is not { } rule) continue;
            var before = time.GetUtcNow().ToUniversalTime().AddYears(-rule.Years);
            List<CaseFileRow> over;
            var passed = 0;
            do
            {
                await using var context = await contexts.CreateDbContextAsync(cancellationToken);
                over = await context.CaseFiles.AsNoTracking()
                    .Where(file => file.DefinitionId == procedure.DefinitionId && file.FinishedAt < before && !context.Erasures.Any(erasure => erasure.CaseId == file.CaseId))
                    .OrderBy(file => file.FinishedAt).ThenBy(file => file.CaseId).Skip(passed).Take(mostAtOnce).ToListAsync(cancellationToken);
                foreach (var file in over)
                {
                    // What is proposed is not found again; what cannot be, such as a case from before there were keys, must not stand before the others for ever.
                    if (await desk.ProposeAsync(new CaseId(file.CaseId), file.Number, file.Locality, rule.LegalBasis, ErasureDesk.ByRule, null, cancellationToken) is ErasureOutcome.Proposed) proposed++;
                    else passed++;
                }
            }
            while (over.Count == mostAtOnce);
        }

        return proposed;
    }
}
