using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Orchestrator.Attachments.Contents;
using Orchestrator.Attachments.Storage;

namespace Orchestrator.Attachments.Scanning;

/// <summary>Has files scanned that could not be when they came. Until then nobody can use them, and the health of the server says so.</summary>
internal sealed partial class ScanDesk(
    ClamdScanner scanner, IContentStore contents, IDbContextFactory<AttachmentsDbContext> contexts, TimeProvider time, ILogger<ScanDesk> logger) : IHealthCheck
{
    /// <summary>Files scanned in one round; the next round takes the others.</summary>
    private const int MostAtOnce = 100;

    /// <summary>Scans what waits, oldest first; stops at the first that the scanner does not answer.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!scanner.IsConfigured)
            return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var word = ScanState.Waiting.Word();
        foreach (var row in await context.Attachments.AsNoTracking().Where(row => row.Scan == word).OrderBy(row => row.UploadedAt).Take(MostAtOnce).ToListAsync(cancellationToken))
        {
            if (await ScanAsync(row, cancellationToken) is ScanOutcome.NoAnswer(var reason))
            {
                LogWaiting(row.Id, reason);
                return;
            }
        }
    }

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var word = ScanState.Waiting.Word();
        return await database.Attachments.AnyAsync(row => row.Scan == word, cancellationToken) ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy();
    }

    private async Task<ScanOutcome> ScanAsync(AttachmentRow row, CancellationToken cancellationToken)
    {
        await using var content = await contents.OpenAsync(row.Sha256, cancellationToken);
        if (content is null)
        {
            LogMissing(row.Id);
            return new ScanOutcome.Clean();
        }

        var outcome = await scanner.ScanAsync(content, cancellationToken);
        switch (outcome)
        {
            case ScanOutcome.Clean:
                await NoteAsync(row, ScanState.Clean, null, cancellationToken);
                break;
            case ScanOutcome.Infected(var finding):
                LogInfected(row.Id, finding, row.Owner);
                await NoteAsync(row, ScanState.Infected, finding, cancellationToken);
                await RemoveAsync(row.Sha256, cancellationToken);
                break;
        }

        return outcome;
    }

    private async Task NoteAsync(AttachmentRow row, ScanState state, string? finding, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (word, now) = (state.Word(), time.GetUtcNow());
        await context.Attachments.Where(other => other.Id == row.Id).ExecuteUpdateAsync(
            set => set.SetProperty(other => other.Scan, word).SetProperty(other => other.ScannedAt, now).SetProperty(other => other.Finding, finding), cancellationToken);
    }

    // A case that has the same content from the time before the scanner knew it keeps its evidence.
    private async Task RemoveAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        string[] usable = [ScanState.Clean.Word(), ScanState.NotRequired.Word()];
        if (!await context.Attachments.AnyAsync(row => row.Sha256 == sha256 && usable.Contains(row.Scan), cancellationToken))
            await contents.RemoveAsync(sha256, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "Attachments wait for the virus scanner, beginning with {Attachment}: {Reason}; start the scanner, they are scanned by themselves then")]
    private partial void LogWaiting(Guid attachment, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Attachment {Attachment} of {Owner} is infected with {Finding}; its content was removed")]
    private partial void LogInfected(Guid attachment, string finding, string owner);

    [LoggerMessage(3, LogLevel.Error, "Expected the content of attachment {Attachment} to scan it, but it is not there; restore it from a backup")]
    private partial void LogMissing(Guid attachment);
}
