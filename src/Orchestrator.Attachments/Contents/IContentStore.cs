namespace Orchestrator.Attachments.Contents;

/// <summary>Keeps contents, each once, under the hash of what it is.</summary>
internal interface IContentStore
{
    /// <summary>Keeps a content for good: when this returns, it survives a power failure. One that is there already stays.</summary>
    Task PlaceAsync(StagedFile file, CancellationToken cancellationToken);

    /// <summary>Opens a content, seekable; null when it is not there.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Removes a content; one that is not there is no error.</summary>
    Task RemoveAsync(string sha256, CancellationToken cancellationToken);
}
