namespace Orchestrator.Attachments.Storage;

/// <summary>One upload.</summary>
internal sealed class AttachmentRow
{
    public Guid Id { get; init; }

    public required string Sha256 { get; init; }

    public long Size { get; init; }

    public required string MediaType { get; init; }

    /// <summary>The file name, where there is no key to seal it with: of a content from before there were keys.</summary>
    public string? Name { get; set; }

    /// <summary>The file name, sealed, see <see cref="Contents.FileNames"/>.</summary>
    public byte[]? SealedName { get; set; }

    /// <summary>Who sent it, as an actor in text.</summary>
    public required string Owner { get; init; }

    /// <summary>The sender's key; the same key never makes a second attachment.</summary>
    public required string UploadKey { get; init; }

    public DateTimeOffset UploadedAt { get; init; }

    /// <summary>When somebody last meant to use it; what is meant to be used now is not swept away.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>A word of <see cref="ScanStateNames"/>.</summary>
    public required string Scan { get; set; }

    public DateTimeOffset? ScannedAt { get; set; }

    /// <summary>What the scanner found, or null.</summary>
    public string? Finding { get; set; }

    public Attachment ToAttachment(string? name) =>
        new(new AttachmentReference(Id, Sha256), name, MediaType, Size, Owner, UploadedAt, ScanStateNames.Parse(Scan));
}

/// <summary>A content that is stored, however many uploads it has.</summary>
internal sealed class ContentRow
{
    public required string Sha256 { get; init; }

    /// <summary>Bytes, unsealed.</summary>
    public long Size { get; init; }

    /// <summary>The key that it is sealed with, wrapped by the key ring; null for a content from before there were keys.</summary>
    public byte[]? Wrapped { get; init; }

    /// <summary>When an upload last brought it.</summary>
    public DateTimeOffset TouchedAt { get; set; }
}

/// <summary>A piece of a content, where contents are kept in the database.</summary>
internal sealed class ContentPieceRow
{
    public required string Sha256 { get; init; }

    /// <summary>From 0.</summary>
    public int Number { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>An attachment that belongs to a case.</summary>
internal sealed class AttachmentLinkRow
{
    public Guid CaseId { get; init; }

    public Guid AttachmentId { get; init; }

    /// <summary>Where it came from: <c>application</c>, <c>supplement</c>, <c>agency:…</c>.</summary>
    public required string Source { get; init; }

    public DateTimeOffset LinkedAt { get; init; }
}
