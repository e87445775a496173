using System.Security.Cryptography;

namespace Orchestrator.Attachments.Contents;

/// <summary>Reads a sealed content, one piece in memory at a time. It ends before a piece that is damaged, which whoever checks its length and hash notices.</summary>
internal sealed class OpenedContent(Stream inner, byte[] key, long length) : Stream
{
    private readonly AesGcm _cipher = new(key, SealedPieces.TagSize);
    private readonly byte[] _stored = new byte[SealedPieces.PieceSize + SealedPieces.TagSize];
    private readonly byte[] _piece = new byte[SealedPieces.PieceSize];
    private long _number = -1;
    private int _count;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.IsEmpty)
            return 0;
        var number = Position / SealedPieces.PieceSize;
        if (number != _number)
            await LoadAsync(number, cancellationToken);
        var from = (int)(Position - number * SealedPieces.PieceSize);
        var count = Math.Min(buffer.Length, _count - from);
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task LoadAsync(long number, CancellationToken cancellationToken)
    {
        inner.Seek(number * _stored.Length, SeekOrigin.Begin);
        var read = await inner.ReadAtLeastAsync(_stored, _stored.Length, throwOnEndOfStream: false, cancellationToken);
        _number = number;
        _count = Math.Max(0, read - SealedPieces.TagSize);
        if (_count > 0 && !SealedPieces.TryOpen(_cipher, number, _stored.AsSpan(0, read), _piece.AsSpan(0, _count)))
            _count = 0;
    }
}
