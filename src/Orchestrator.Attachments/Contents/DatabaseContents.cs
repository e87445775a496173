using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Storage;

namespace Orchestrator.Attachments.Contents;

/// <summary>Contents as pieces in the database: nothing to share between nodes, and one backup for everything. All pieces come in one transaction.</summary>
internal sealed class DatabaseContents(IDbContextFactory<AttachmentsDbContext> contexts) : IContentStore
{
    /// <summary>Bytes of every piece but the last.</summary>
    public const int PieceSize = 256 * 1024;

    public async Task PlaceAsync(StagedFile file, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(file, cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another node placed the same content meanwhile; if it was something else, there is none.
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await context.Pieces.AnyAsync(piece => piece.Sha256 == file.Sha256, cancellationToken))
                throw;
        }
    }

    public async Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var content = await context.Contents.Where(content => content.Sha256 == sha256).Select(content => new { content.Size, IsSealed = content.Wrapped != null }).FirstOrDefaultAsync(cancellationToken);
        if (content is null || !await context.Pieces.AnyAsync(piece => piece.Sha256 == sha256, cancellationToken))
            return null;
        return new PieceStream(contexts, sha256, content.IsSealed ? SealedPieces.LengthOf(content.Size) : content.Size);
    }

    public async Task RemoveAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Pieces.Where(piece => piece.Sha256 == sha256).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task WriteAsync(StagedFile file, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.Pieces.AnyAsync(piece => piece.Sha256 == file.Sha256, cancellationToken))
            return;
        await using var content = file.Open();
        for (var number = 0; (long)number * PieceSize < file.Size; number++)
        {
            var bytes = new byte[(int)Math.Min(PieceSize, file.Size - (long)number * PieceSize)];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            context.Pieces.Add(new ContentPieceRow { Sha256 = file.Sha256, Number = number, Bytes = bytes });
            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
