using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>Finds cases by either of their numbers.</summary>
internal sealed class CaseNumbers(IDbContextFactory<CasesDbContext> contexts)
{
    /// <summary>The case with that dossier number, else the newest one that a sender's system calls so, or null.</summary>
    public async Task<(CaseId CaseId, string Number)?> FindAsync(string number, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.CaseFiles.AsNoTracking().FirstOrDefaultAsync(file => file.Number == number, cancellationToken)
            ?? await context.CaseFiles.AsNoTracking().Where(file => file.SecondNumber == number).OrderByDescending(file => file.ReceivedAt).FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : (new CaseId(row.CaseId), row.Number);
    }
}
