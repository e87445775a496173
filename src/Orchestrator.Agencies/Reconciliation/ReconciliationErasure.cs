using Microsoft.EntityFrameworkCore;
using Orchestrator.Agencies.Storage;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>Removes what differences tell of the values on both sides.</summary>
internal sealed class ReconciliationErasure(IDbContextFactory<ReconciliationDbContext> contexts) : ICaseErasure
{
    public async Task EraseAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.OverwriteRemovedAsync(cancellationToken);
        await context.Differences.Where(row => row.CaseId == caseId.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.TextVi, "").SetProperty(row => row.TextEn, ""), cancellationToken);
    }
}
