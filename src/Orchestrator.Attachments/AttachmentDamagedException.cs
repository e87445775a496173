namespace Orchestrator.Attachments;

/// <summary>A stored content is not, or not any more, what was uploaded.</summary>
public sealed class AttachmentDamagedException : IOException
{
    internal AttachmentDamagedException(AttachmentReference reference, string found)
        : base($"Expected the content of the attachment {reference.Id:N} as it was uploaded, but {found}; restore it from a backup.") => Reference = reference;

    /// <summary>Which attachment.</summary>
    public AttachmentReference Reference { get; }
}
