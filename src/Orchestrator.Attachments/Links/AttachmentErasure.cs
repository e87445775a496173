using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Storage;
using Orchestrator.Attachments.Sweeping;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Attachments.Links;

/// <summary>Removes the files of an erased case, all but those that another case has as well.</summary>
internal sealed class AttachmentErasure(IDbContextFactory<AttachmentsDbContext> contexts, Sweeper sweeper, TimeProvider time) : ICaseErasure
{
    public async Task EraseAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var id = caseId.Value;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.OverwriteRemovedAsync(cancellationToken);
        var own = context.Attachments.Where(row => context.Links.Any(link => link.CaseId == id && link.AttachmentId == row.Id)
            && !context.Links.Any(link => link.CaseId != id && link.AttachmentId == row.Id));
        var contents = await own.Select(row => row.Sha256).Distinct().ToListAsync(cancellationToken);
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
        {
            await own.ExecuteDeleteAsync(cancellationToken);
            await context.Links.Where(link => link.CaseId == id).ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        // What a crash leaves here belongs to nobody any more, and is swept away.
        foreach (var sha256 in contents) await sweeper.RemoveAsync(sha256, time.GetUtcNow().AddTicks(1), cancellationToken);
    }
}
