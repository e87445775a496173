using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Storage;

namespace Orchestrator.Attachments.Contents;

/// <summary>Reads a content that lies in the database.</summary>
internal sealed class PieceStream(IDbContextFactory<AttachmentsDbContext> contexts, string sha256, long length) : PiecewiseStream(length, DatabaseContents.PieceSize)
{
    protected override async ValueTask<ReadOnlyMemory<byte>> LoadAsync(long number, CancellationToken cancellationToken)
    {
        var wanted = (int)number; // As the column is: a cast of it would keep the database from its index.
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Pieces.AsNoTracking().Where(piece => piece.Sha256 == sha256 && piece.Number == wanted).Select(piece => piece.Bytes).FirstOrDefaultAsync(cancellationToken) ?? [];
    }
}
