using System.Buffers;
using System.Security.Cryptography;

namespace Orchestrator.Attachments.Uploads;

/// <summary>A body that has come in whole and is not believed yet: a small one in memory, a large one in a file. Gone when disposed.</summary>
public sealed class HeldBody : IDisposable
{
    /// <summary>Bytes of a body that are held in memory; of a longer one all lies in a file.</summary>
    private const int MostInMemory = 1024 * 1024;

    private const int PieceSize = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _path;

    private HeldBody(ReadOnlyMemory<byte> bytes, string? path, string sha256) => (_bytes, _path, Sha256) = (bytes, path, sha256);

    /// <summary>SHA-256 of all of it, hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>One that is there already.</summary>
    public static HeldBody Of(ReadOnlyMemory<byte> bytes) => new(bytes, null, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));

    /// <summary>Reads it from its beginning.</summary>
    public Stream Open() => _path is null
        ? new MemoryStream(_bytes.ToArray(), writable: false)
        : new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, PieceSize, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>All of it, for bodies that are small by what was allowed.</summary>
    public async Task<byte[]> BytesAsync(CancellationToken cancellationToken)
    {
        await using var content = Open();
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>HMAC-SHA256 of a text and all of the body after it.</summary>
    public async Task<byte[]> SignAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> before, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);
        hash.AppendData(before.Span);
        await using var content = Open();
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            while (await content.ReadAsync(piece.AsMemory(0, PieceSize), cancellationToken) is > 0 and var count)
                hash.AppendData(piece, 0, count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return hash.GetHashAndReset();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_path is not null)
            File.Delete(_path);
    }

    internal static async Task<HeldBody?> ReadAsync(Stream content, long limit, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var memory = new MemoryStream();
        FileStream? file = null;
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            long size = 0;
            while (await content.ReadAsync(piece.AsMemory(0, PieceSize), cancellationToken) is > 0 and var count)
            {
                if ((size += count) > limit)
                    return null;
                hash.AppendData(piece, 0, count);
                if (file is null && size > MostInMemory)
                {
                    file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, PieceSize, FileOptions.Asynchronous);
                    memory.Position = 0;
                    await memory.CopyToAsync(file, cancellationToken);
                    memory = new MemoryStream();
                }

                await ((Stream?)file ?? memory).WriteAsync(piece.AsMemory(0, count), cancellationToken);
            }

            var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (file is null)
                return new HeldBody(memory.ToArray(), null, sha256);
            await file.DisposeAsync();
            file = null;
            return new HeldBody(default, path, sha256);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
            if (file is not null)
            {
                await file.DisposeAsync();
                File.Delete(path);
            }
        }
    }
}
