using System.Buffers;
using System.Security.Cryptography;
using Orchestrator.Attachments.Uploads;

namespace Orchestrator.Attachments.Contents;

/// <summary>
/// Takes files in, piece by piece: written, hashed and measured in one pass, so that memory does not grow with the file. What is left behind by a
/// crash is swept away later.
/// </summary>
internal sealed class Staging(AttachmentSettings settings)
{
    /// <summary>Bytes that are held in memory of one file at a time.</summary>
    public const int BufferSize = 128 * 1024;

    private string Folder => Path.Combine(settings.Path, "incoming");

    /// <summary>Takes a file in.</summary>
    /// <param name="content">The file; read to its end, or until it is refused.</param>
    /// <param name="declaredType">Media type that the sender names, or null.</param>
    /// <param name="types">What is taken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<StagingOutcome> TakeAsync(Stream content, string? declaredType, AttachmentRule types, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, Guid.CreateVersion7().ToString("N"));
        try
        {
            var outcome = await TakeAsync(path, content, declaredType, types, cancellationToken);
            if (outcome is not StagingOutcome.Taken)
                File.Delete(path);
            return outcome;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Holds a body until it is known whether it is wanted; null when it is larger than allowed.</summary>
    public Task<HeldBody?> HoldAsync(Stream content, long limit, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        return HeldBody.ReadAsync(content, limit, Path.Combine(Folder, Guid.CreateVersion7().ToString("N")), cancellationToken);
    }

    /// <summary>Hash of a file that need not be kept.</summary>
    public static async Task<string> HashAsync(Stream content, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));

    /// <summary>Removes what uploads left behind that ended before that time without ending well.</summary>
    public int Sweep(DateTimeOffset before)
    {
        if (!Directory.Exists(Folder))
            return 0;
        var left = Directory.EnumerateFiles(Folder).Where(file => File.GetLastWriteTimeUtc(file) < before.UtcDateTime).ToList();
        foreach (var file in left)
            File.Delete(file);
        return left.Count;
    }

    private async Task<StagingOutcome> TakeAsync(string path, Stream content, string? declaredType, AttachmentRule types, CancellationToken cancellationToken)
    {
        var limit = Math.Min(settings.LargestFile, types.MaxBytes ?? long.MaxValue);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1, FileOptions.Asynchronous);
            string? mediaType = null;
            long size = 0;
            while (await content.ReadAtLeastAsync(buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, cancellationToken) is > 0 and var read)
            {
                if (mediaType is null)
                {
                    // The first piece is long enough to know what it is; the rest of a file that is not taken need not come.
                    if (FileKinds.Resolve(declaredType, buffer.AsSpan(0, read)) is not { } found)
                        return new StagingOutcome.WrongType(declaredType ?? FileKinds.Unknown, FileKinds.Sniff(buffer.AsSpan(0, read)));
                    if (!types.Takes(found) || !settings.Types.Takes(found))
                        return new StagingOutcome.WrongType(found, found);
                    mediaType = found;
                }

                size += read;
                if (size > limit)
                    return new StagingOutcome.TooLarge(limit);
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            if (mediaType is null)
                return new StagingOutcome.Empty();
            file.Flush(flushToDisk: true);
            return new StagingOutcome.Taken(new StagedFile(path, Convert.ToHexStringLower(hash.GetHashAndReset()), size, mediaType));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>What became of a file that came in.</summary>
internal abstract record StagingOutcome
{
    private StagingOutcome() { }

    /// <summary>It is here, whole.</summary>
    public sealed record Taken(StagedFile File) : StagingOutcome;

    /// <summary>It is larger than allowed.</summary>
    public sealed record TooLarge(long Limit) : StagingOutcome;

    /// <summary>Its content is not of its declared type, or not of a type that is taken.</summary>
    public sealed record WrongType(string Declared, string Found) : StagingOutcome;

    /// <summary>There was nothing in it.</summary>
    public sealed record Empty : StagingOutcome;
}
