namespace Orchestrator.Attachments.Contents;

/// <summary>A file that has come in whole and is not stored yet; gone when disposed, unless it was moved.</summary>
/// <param name="Path">Where it lies for now.</param>
/// <param name="Sha256">Hash of its content.</param>
/// <param name="Size">Bytes.</param>
/// <param name="MediaType">What its content is.</param>
internal sealed record StagedFile(string Path, string Sha256, long Size, string MediaType) : IDisposable
{
    /// <summary>Opens it for reading.</summary>
    public FileStream Open() => new(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, Staging.BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);

    public void Dispose() => File.Delete(Path);
}
