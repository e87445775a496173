using System.Security.Cryptography;

namespace Orchestrator.Attachments.Contents;

/// <summary>Reads a sealed content. It ends before a piece that is damaged, which whoever checks its length and hash notices.</summary>
internal sealed class OpenedContent(Stream inner, byte[] key, long length) : PiecewiseStream(length, SealedPieces.PieceSize)
{
    private readonly AesGcm _cipher = new(key, SealedPieces.TagSize);
    private readonly byte[] _stored = new byte[SealedPieces.PieceSize + SealedPieces.TagSize];
    private readonly byte[] _piece = new byte[SealedPieces.PieceSize];

    protected override async ValueTask<ReadOnlyMemory<byte>> LoadAsync(long number, CancellationToken cancellationToken)
    {
        inner.Seek(number * _stored.Length, SeekOrigin.Begin);
        var read = await inner.ReadAtLeastAsync(_stored, _stored.Length, throwOnEndOfStream: false, cancellationToken);
        var count = Math.Max(0, read - SealedPieces.TagSize);
        return count > 0 && SealedPieces.TryOpen(_cipher, number, _stored.AsSpan(0, read), _piece.AsSpan(0, count)) ? _piece.AsMemory(0, count) : default;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
