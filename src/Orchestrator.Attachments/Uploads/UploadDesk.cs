using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orchestrator.Attachments.Contents;
using Orchestrator.Attachments.Scanning;
using Orchestrator.Attachments.Storage;
using Orchestrator.Runtime.CaseKeys;

namespace Orchestrator.Attachments.Uploads;

/// <summary>
/// Takes files. Nothing is answered before the content is durable; a repeated upload finds what the first one left, whatever became of its answer.
/// </summary>
public sealed partial class UploadDesk
{
    private const int LongestKey = 200, LongestName = 200;

    private readonly AttachmentSettings _settings;
    private readonly Staging _staging;
    private readonly IContentStore _contents;
    private readonly ClamdScanner _scanner;
    private readonly SenderLimits _limits;
    private readonly IDbContextFactory<AttachmentsDbContext> _contexts;
    private readonly ContentKeys _keys;
    private readonly FileNames _names;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal UploadDesk(
        AttachmentSettings settings, Staging staging, IContentStore contents, ClamdScanner scanner, SenderLimits limits,
        IDbContextFactory<AttachmentsDbContext> contexts, ContentKeys keys, FileNames names, TimeProvider time, ILogger<UploadDesk> logger)
    {
        (_settings, _staging, _contents, _scanner) = (settings, staging, contents, scanner);
        (_limits, _contexts, _keys, _names, _time, _logger) = (limits, contexts, keys, names, time, logger);
    }

    /// <summary>Largest file that is taken, in bytes.</summary>
    public long LargestFile => _settings.LargestFile;

    /// <summary>
    /// Reads a body to its end and holds it apart, because what is in it may be kept only when all of it is proved to be from whom it should be.
    /// </summary>
    /// <param name="content">The body.</param>
    /// <param name="limit">Most bytes that are taken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The body, or null when it is larger.</returns>
    public Task<HeldBody?> HoldAsync(Stream content, long limit, CancellationToken cancellationToken) => _staging.HoldAsync(content, limit, cancellationToken);

    /// <summary>Takes one file.</summary>
    public async Task<UploadOutcome> UploadAsync(Upload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        if (upload.Key.Length is 0 or > LongestKey || upload.Key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return new UploadOutcome.InvalidKey();
        if (upload.Length > _settings.LargestFile)
            return new UploadOutcome.TooLarge(_settings.LargestFile);
        if (upload.IsOurs)
            return await TakeAsync(upload, cancellationToken);
        if (!_limits.TryEnter(upload.Owner))
            return new UploadOutcome.TooMany();
        try
        {
            if (await FindAsync(upload, cancellationToken) is { } known)
                return await RepeatedAsync(known, await Staging.HashAsync(upload.Content, cancellationToken), cancellationToken);
            return await _limits.HasRoomAsync(upload.Owner, upload.Length ?? 0, cancellationToken)
                ? await TakeAsync(upload, cancellationToken) : new UploadOutcome.TooMany();
        }
        finally
        {
            _limits.Leave(upload.Owner);
        }
    }

    private async Task<UploadOutcome> TakeAsync(Upload upload, CancellationToken cancellationToken)
    {
        switch (await _staging.TakeAsync(upload.Content, upload.MediaType, upload.Rule, cancellationToken))
        {
            case StagingOutcome.TooLarge(var limit):
                return new UploadOutcome.TooLarge(limit);
            case StagingOutcome.WrongType(var declared, var found):
                return new UploadOutcome.WrongType(declared, found);
            case StagingOutcome.Empty:
                return new UploadOutcome.Empty();
            case StagingOutcome.Taken(var file):
                using (file)
                {
                    return upload.ExpectedSha256 is { } expected && !expected.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase)
                        ? new UploadOutcome.WrongHash(file.Sha256) : await StoreAsync(upload, file, cancellationToken);
                }

            case var other:
                throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}.");
        }
    }

    private async Task<UploadOutcome> StoreAsync(Upload upload, StagedFile file, CancellationToken cancellationToken)
    {
        var scan = await ScanAsync(file, cancellationToken);
        var now = _time.GetUtcNow();
        var row = new AttachmentRow
        {
            Id = Guid.CreateVersion7(now),
            Sha256 = file.Sha256,
            Size = file.Size,
            MediaType = file.MediaType,
            Owner = upload.Owner,
            UploadKey = upload.Key,
            UploadedAt = now,
            UsedAt = now,
            Scan = (scan switch { null => ScanState.NotRequired, ScanOutcome.Clean => ScanState.Clean, ScanOutcome.Infected => ScanState.Infected, _ => ScanState.Waiting }).Word(),
            ScannedAt = scan is ScanOutcome.Clean or ScanOutcome.Infected ? now : null,
            Finding = (scan as ScanOutcome.Infected)?.Finding,
        };
        if (scan is ScanOutcome.Infected infected)
            LogInfected(row.Id, infected.Finding, row.Owner);
        else
            _names.Write(row, PlainName(upload.Name), await PlaceAsync(file, now, cancellationToken));
        return await InsertAsync(row, cancellationToken);
    }

    private async Task<ScanOutcome?> ScanAsync(StagedFile file, CancellationToken cancellationToken)
    {
        if (!_scanner.IsConfigured)
            return null;
        await using var content = file.Open();
        var outcome = await _scanner.ScanAsync(content, cancellationToken);
        if (outcome is ScanOutcome.NoAnswer(var reason))
            LogNotScanned(reason);
        return outcome;
    }

    // The row first: from then on nobody sweeps the content away, and one who is just doing so is waited for. Gives the key of the content.
    private async Task<byte[]?> PlaceAsync(StagedFile file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await TouchAsync() == 0)
        {
            try
            {
                context.Contents.Add(new ContentRow { Sha256 = file.Sha256, Size = file.Size, Wrapped = _keys.Create(file.Sha256), TouchedAt = now });
                await context.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
            {
                // Another upload of the same content was faster.
                context.ChangeTracker.Clear();
                if (await TouchAsync() == 0)
                    throw;
            }
        }

        await _contents.PlaceAsync(file, cancellationToken);
        return await KeyAsync(context, file.Sha256, cancellationToken);

        Task<int> TouchAsync() => context.Contents.Where(content => content.Sha256 == file.Sha256).ExecuteUpdateAsync(set => set.SetProperty(content => content.TouchedAt, now), cancellationToken);
    }

    private async Task<UploadOutcome> InsertAsync(AttachmentRow row, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            context.Attachments.Add(row);
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another upload with the same key was faster; whatever else failed, fails again in this look.
            context.ChangeTracker.Clear();
            if (await context.Attachments.AsNoTracking().FirstOrDefaultAsync(other => other.Owner == row.Owner && other.UploadKey == row.UploadKey, cancellationToken) is not { } first)
                throw;
            return await RepeatedAsync(first, row.Sha256, cancellationToken);
        }

        return row.Finding is { } finding ? new UploadOutcome.Infected(finding) : new UploadOutcome.Stored(await NamedAsync(context, row, cancellationToken));
    }

    private async Task<AttachmentRow?> FindAsync(Upload upload, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Attachments.AsNoTracking().FirstOrDefaultAsync(row => row.Owner == upload.Owner && row.UploadKey == upload.Key, cancellationToken);
    }

    private async Task<UploadOutcome> RepeatedAsync(AttachmentRow known, string sha256, CancellationToken cancellationToken)
    {
        if (known.Sha256 != sha256)
            return new UploadOutcome.KeyConflict();
        if (known.Finding is { } finding)
            return new UploadOutcome.Infected(finding);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return new UploadOutcome.Again(await NamedAsync(context, known, cancellationToken));
    }

    private async Task<Attachment> NamedAsync(AttachmentsDbContext context, AttachmentRow row, CancellationToken cancellationToken) =>
        row.ToAttachment(_names.Read(row, await KeyAsync(context, row.Sha256, cancellationToken)));

    private static Task<byte[]?> KeyAsync(AttachmentsDbContext context, string sha256, CancellationToken cancellationToken) =>
        context.Contents.AsNoTracking().Where(content => content.Sha256 == sha256).Select(content => content.Wrapped).FirstOrDefaultAsync(cancellationToken);

    // A name is shown and sent on; of a path its last part counts, and nothing in it may steer a terminal or a header.
    private static string? PlainName(string? name)
    {
        var last = name?.Split('/', '\\')[^1];
        var plain = new string([.. (last ?? "").Where(letter => !char.IsControl(letter) && letter is not '"')]).Trim();
        return plain.Length == 0 ? null : plain.Length > LongestName ? plain[^LongestName..] : plain;
    }

    [LoggerMessage(1, LogLevel.Warning, "An upload waits for the virus scanner: {Reason}; it cannot be used until it is scanned")]
    private partial void LogNotScanned(string reason);

    [LoggerMessage(2, LogLevel.Warning, "Attachment {Attachment} of {Owner} is infected with {Finding}; its content was not kept")]
    private partial void LogInfected(Guid attachment, string finding, string owner);
}
