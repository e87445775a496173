namespace Orchestrator.Attachments.Contents;

/// <summary>
/// Contents as files named by their hashes. A content is complete or not there: it is flushed before it is renamed into place, and the folder after.
/// Nodes that share the folder cannot disturb each other: two that place the same name place the same bytes.
/// </summary>
internal sealed class FolderContents(AttachmentSettings settings) : IContentStore
{
    public Task PlaceAsync(StagedFile file, CancellationToken cancellationToken)
    {
        // Also over one that is there: it is the same, and if the disk has damaged it, it is mended.
        var path = PathOf(file.Sha256);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        File.Move(file.Path, path, overwrite: true);
        DurableFolder.Flush(folder);
        DurableFolder.Flush(Path.GetDirectoryName(folder)!);
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, Staging.BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task RemoveAsync(string sha256, CancellationToken cancellationToken)
    {
        if (File.Exists(PathOf(sha256)))
            File.Delete(PathOf(sha256));
        return Task.CompletedTask;
    }

    // Two levels, so that no folder holds more than some thousands.
    private string PathOf(string sha256) => Path.Combine(settings.Path, "sha256", sha256[..2], sha256[2..4], sha256);
}
