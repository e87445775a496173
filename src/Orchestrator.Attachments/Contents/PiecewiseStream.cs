namespace Orchestrator.Attachments.Contents;

/// <summary>Reads a content that is kept in pieces, one piece in memory at a time, from any place in it.</summary>
/// <param name="length">Length of the content, in bytes.</param>
/// <param name="pieceSize">Size of every piece but the last, in bytes.</param>
internal abstract class PiecewiseStream(long length, int pieceSize) : Stream
{
    private ReadOnlyMemory<byte> _piece;
    private long _number = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.IsEmpty)
            return 0;
        var number = Position / pieceSize;
        if (number != _number)
        {
            _piece = await LoadAsync(number, cancellationToken);
            _number = number;
        }

        var from = (int)(Position - number * pieceSize);
        var count = Math.Min(buffer.Length, _piece.Length - from);
        if (count <= 0)
            return 0;
        _piece.Slice(from, count).CopyTo(buffer);
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

    /// <summary>Loads a piece; it may lie in a buffer that the next one overwrites.</summary>
    /// <returns>The piece; empty when it is missing or damaged, which ends the content.</returns>
    protected abstract ValueTask<ReadOnlyMemory<byte>> LoadAsync(long number, CancellationToken cancellationToken);
}
