using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Storage;

namespace Orchestrator.Attachments.Contents;

/// <summary>Reads a content that lies in the database, one piece at a time.</summary>
internal sealed class PieceStream(IDbContextFactory<AttachmentsDbContext> contexts, string sha256, long length) : Stream
{
    private byte[] _piece = [];
    private int _number = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.IsEmpty)
            return 0;
        var number = (int)(Position / DatabaseContents.PieceSize);
        if (number != _number)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            _piece = await context.Pieces.AsNoTracking().Where(piece => piece.Sha256 == sha256 && piece.Number == number).Select(piece => piece.Bytes).FirstOrDefaultAsync(cancellationToken) ?? [];
            _number = number;
        }

        var from = (int)(Position - (long)number * DatabaseContents.PieceSize);
        var count = Math.Min(buffer.Length, _piece.Length - from);
        if (count <= 0)
            return 0;
        _piece.AsMemory(from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
