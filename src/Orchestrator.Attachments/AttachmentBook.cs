using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Contents;
using Orchestrator.Attachments.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Attachments;

/// <summary>Finds attachments, says to which cases they belong, and opens them.</summary>
public sealed class AttachmentBook
{
    /// <summary>More cases of one attachment than this are not looked at.</summary>
    private const int MostCases = 100;

    private readonly IContentStore _contents;
    private readonly IDbContextFactory<AttachmentsDbContext> _contexts;
    private readonly FileNames _names;
    private readonly TimeProvider _time;

    internal AttachmentBook(IContentStore contents, IDbContextFactory<AttachmentsDbContext> contexts, FileNames names, TimeProvider time) =>
        (_contents, _contexts, _names, _time) = (contents, contexts, names, time);

    /// <summary>The attachment of a reference, or null when there is none with that id and hash.</summary>
    public async Task<Attachment?> FindAsync(AttachmentReference reference, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from row in context.Attachments.AsNoTracking()
            where row.Id == reference.Id && row.Sha256 == reference.Sha256
            join content in context.Contents.AsNoTracking() on row.Sha256 equals content.Sha256 into contents
            from content in contents.DefaultIfEmpty()
            select new { row, content!.Wrapped }).FirstOrDefaultAsync(cancellationToken);
        return found?.row.ToAttachment(_names.Read(found.row, found.Wrapped));
    }

    /// <summary>The same, and keeps it from being swept away while it is about to become part of a case.</summary>
    public async Task<Attachment?> HoldAsync(AttachmentReference reference, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var now = _time.GetUtcNow();
        var held = await context.Attachments.Where(row => row.Id == reference.Id && row.Sha256 == reference.Sha256)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now), cancellationToken);
        return held == 0 ? null : await FindAsync(reference, cancellationToken);
    }

    /// <summary>The cases that an attachment belongs to; empty while it is unused.</summary>
    public async Task<IReadOnlyList<CaseId>> CasesOfAsync(AttachmentReference reference, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var ids = await context.Links.AsNoTracking().Where(link => link.AttachmentId == reference.Id)
            .OrderByDescending(link => link.LinkedAt).Take(MostCases).Select(link => link.CaseId).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new CaseId(id))];
    }

    /// <summary>The attachments of a case, in the order in which they became part of it.</summary>
    public async Task<IReadOnlyList<CaseAttachment>> OfCaseAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from link in context.Links.AsNoTracking()
            where link.CaseId == caseId.Value
            join attachment in context.Attachments.AsNoTracking() on link.AttachmentId equals attachment.Id
            join content in context.Contents.AsNoTracking() on attachment.Sha256 equals content.Sha256 into contents
            from content in contents.DefaultIfEmpty()
            orderby link.LinkedAt, link.AttachmentId
            select new { link, attachment, content!.Wrapped }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new CaseAttachment(row.attachment.ToAttachment(_names.Read(row.attachment, row.Wrapped)), row.link.Source, row.link.LinkedAt))];
    }

    /// <summary>True when the attachment belongs to the case.</summary>
    public async Task<bool> BelongsAsync(AttachmentReference reference, CaseId caseId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Links.AnyAsync(link => link.CaseId == caseId.Value && link.AttachmentId == reference.Id, cancellationToken);
    }

    /// <summary>Opens the content; its hash is checked again while it is read from the beginning.</summary>
    /// <exception cref="AttachmentDamagedException">It is not there; while reading: it is not what was uploaded.</exception>
    public async Task<Stream> OpenAsync(Attachment attachment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        return await _contents.OpenAsync(attachment.Reference.Sha256, cancellationToken) is { } content
            ? new CheckedStream(content, attachment.Reference, attachment.Size)
            : throw new AttachmentDamagedException(attachment.Reference, "it is not there");
    }
}

/// <summary>An attachment as part of a case.</summary>
/// <param name="Attachment">The attachment.</param>
/// <param name="Source">Where it came from: <c>application</c>, <c>supplement</c>, or the agency's code and operation.</param>
/// <param name="LinkedAt">Since when it is part of the case.</param>
public sealed record CaseAttachment(Attachment Attachment, string Source, DateTimeOffset LinkedAt);
