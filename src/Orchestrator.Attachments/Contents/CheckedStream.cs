using System.Security.Cryptography;

namespace Orchestrator.Attachments.Contents;

/// <summary>
/// Hashes a content while it is read from its beginning, and gives its last bytes only when it is the one that was stored: who reads a damaged content
/// never gets it whole. A part that is read after seeking is not checked.
/// </summary>
internal sealed class CheckedStream(Stream inner, AttachmentReference reference, long size) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isChecking = true;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => inner.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <exception cref="AttachmentDamagedException">What is stored is not what was uploaded.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isChecking)
            return await inner.ReadAsync(buffer, cancellationToken);
        var left = size - _read;
        if (left == 0 || buffer.IsEmpty)
            return 0;
        var count = await inner.ReadAsync(left < buffer.Length ? buffer[..(int)left] : buffer, cancellationToken);
        Count(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => inner.Position + offset,
            _ => size + offset,
        };
        if (target != inner.Position)
            _isChecking = false;
        return inner.Seek(target, SeekOrigin.Begin);
    }

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new AttachmentDamagedException(reference, $"it ends after {_read} of {size} bytes");
        _hash.AppendData(bytes);
        _read += bytes.Length;
        if (_read == size && Convert.ToHexStringLower(_hash.GetHashAndReset()) != reference.Sha256)
            throw new AttachmentDamagedException(reference, "its hash is another");
    }
}
