using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Erasures;

/// <summary>Removes what the rows of this module say of people. Number, procedure, locality, times and results stay: they name nobody, and figures need them.</summary>
internal sealed class CasesErasure(IDbContextFactory<CasesDbContext> contexts) : ICaseErasure
{
    public async Task EraseAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var id = caseId.Value;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.OverwriteRemovedAsync(cancellationToken);
        await context.Incidents.Where(row => row.CaseId == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Message, "").SetProperty(row => row.Detail, (string?)null).SetProperty(row => row.Reason, (string?)null), cancellationToken);
        await context.Waits.Where(row => row.CaseId == id).ExecuteDeleteAsync(cancellationToken);
        await context.Tasks.Where(row => row.CaseId == id).ExecuteDeleteAsync(cancellationToken);
        await context.Claims.Where(row => row.CaseId == id).ExecuteDeleteAsync(cancellationToken);
    }
}
