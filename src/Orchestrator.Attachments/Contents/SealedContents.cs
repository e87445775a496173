using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Storage;
using Orchestrator.Runtime.CaseKeys;

namespace Orchestrator.Attachments.Contents;

/// <summary>Seals every content with a key of its own before it is kept: with its row goes its key, wherever copies of the content may lie.</summary>
internal sealed class SealedContents(IContentStore inner, ContentKeys keys, IDbContextFactory<AttachmentsDbContext> contexts) : IContentStore
{
    public async Task PlaceAsync(StagedFile file, CancellationToken cancellationToken)
    {
        if (await FindAsync(file.Sha256, cancellationToken) is not { Wrapped: { } wrapped })
        {
            await inner.PlaceAsync(file, cancellationToken);
            return;
        }

        using var closed = file with { Path = file.Path + ".sealed", Size = SealedPieces.LengthOf(file.Size) };
        await using (var content = file.Open())
        await using (var output = new FileStream(closed.Path, FileMode.Create, FileAccess.Write, FileShare.Read, 1, FileOptions.Asynchronous))
        {
            await SealedPieces.SealAsync(content, output, keys.Unwrap(file.Sha256, wrapped), cancellationToken);
            output.Flush(flushToDisk: true);
        }

        await inner.PlaceAsync(closed, cancellationToken);
    }

    public async Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var row = await FindAsync(sha256, cancellationToken);
        return await inner.OpenAsync(sha256, cancellationToken) is not { } stored ? null
            : row is { Wrapped: { } wrapped } ? new OpenedContent(stored, keys.Unwrap(sha256, wrapped), row.Size)
            : stored;
    }

    public Task RemoveAsync(string sha256, CancellationToken cancellationToken) => inner.RemoveAsync(sha256, cancellationToken);

    private async Task<ContentRow?> FindAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Contents.AsNoTracking().FirstOrDefaultAsync(content => content.Sha256 == sha256, cancellationToken);
    }
}

/// <summary>The keys of contents, when the key ring is rotated.</summary>
internal sealed class AttachmentKeys(ContentKeys keys, IDbContextFactory<AttachmentsDbContext> contexts) : IContentKeyHolder
{
    private const int Page = 500;

    public async Task<int> RenewAsync(CancellationToken cancellationToken)
    {
        var (renewed, after) = (0, "");
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await context.Contents.AsNoTracking().Where(content => content.Wrapped != null && content.Sha256.CompareTo(after) > 0)
                .OrderBy(content => content.Sha256).Take(Page).Select(content => new { content.Sha256, content.Wrapped }).ToListAsync(cancellationToken);
            foreach (var content in page)
            {
                if (keys.Renew(content.Sha256, content.Wrapped!) is not { } wrapped) continue;
                renewed += await context.Contents.Where(row => row.Sha256 == content.Sha256)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Wrapped, wrapped), cancellationToken);
            }

            if (page.Count < Page) return renewed;
            after = page[^1].Sha256;
        }
    }
}
