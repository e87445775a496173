using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orchestrator.Attachments.Contents;
using Orchestrator.Attachments.Storage;

namespace Orchestrator.Attachments.Sweeping;

/// <summary>
/// Removes files that no case uses, <c>Attachments:KeepUnused</c> after anybody last meant to use them; never one that belongs to a case. Notes of
/// infected files stay: they say who sent what.
/// </summary>
internal sealed partial class Sweeper(
    AttachmentSettings settings, Staging staging, IContentStore contents, IDbContextFactory<AttachmentsDbContext> contexts, TimeProvider time, ILogger<Sweeper> logger)
{
    private const int MostAtOnce = 1000;

    /// <summary>Uploads under way are shorter than that.</summary>
    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    /// <summary>Removes what is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - settings.KeepUnused;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var infected = ScanState.Infected.Word();
        var rows = await context.Attachments
            .Where(row => row.UsedAt < before && row.Scan != infected && !context.Links.Any(link => link.AttachmentId == row.Id))
            .ExecuteDeleteAsync(cancellationToken);
        var orphans = await context.Contents.AsNoTracking()
            .Where(content => content.TouchedAt < before && !context.Attachments.Any(row => row.Sha256 == content.Sha256 && row.Scan != infected))
            .Select(content => content.Sha256).Take(MostAtOnce).ToListAsync(cancellationToken);
        foreach (var sha256 in orphans)
            await RemoveAsync(sha256, before, cancellationToken);
        var unfinished = staging.Sweep(time.GetUtcNow() - LongestUpload);
        if (rows + orphans.Count + unfinished > 0)
            LogSwept(rows, orphans.Count, unfinished);
    }

    // The row is locked until the content is gone: an upload of the same content waits for that, and then places it anew.
    public async Task RemoveAsync(string sha256, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var infected = ScanState.Infected.Word();
        var removed = await context.Contents
            .Where(content => content.Sha256 == sha256 && content.TouchedAt < before && !context.Attachments.Any(row => row.Sha256 == sha256 && row.Scan != infected))
            .ExecuteDeleteAsync(cancellationToken);
        if (removed == 0)
            return;
        if (settings.Store == ContentPlace.Database)
            await context.Pieces.Where(piece => piece.Sha256 == sha256).ExecuteDeleteAsync(cancellationToken);
        else
            await contents.RemoveAsync(sha256, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Information, "{Attachments} unused attachments, {Contents} contents and {Unfinished} unfinished uploads were removed")]
    private partial void LogSwept(int attachments, int contents, int unfinished);
}
