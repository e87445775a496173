using System.Collections.Immutable;

namespace Orchestrator.Attachments;

/// <summary>What a file may be that an application or an operation takes. Its value is a reference to a stored attachment, never the bytes.</summary>
/// <param name="MediaTypes">Media types taken; empty for any. <c>image/*</c> stands for all of a kind.</param>
/// <param name="MaxBytes">Largest size, or null for no limit of its own.</param>
public sealed record AttachmentRule(ImmutableArray<string> MediaTypes, long? MaxBytes)
{
    /// <summary>Takes every file.</summary>
    public static AttachmentRule Any { get; } = new([], null);

    /// <summary>Header that tells who gets the file its SHA-256, or null for none: hexadecimal, or as RFC 9530 says for <c>Content-Digest</c> and <c>Repr-Digest</c>.</summary>
    public string? HashHeader { get; init; }

    /// <summary>True when files of this type are taken.</summary>
    public bool Takes(string mediaType) => MediaTypes.IsEmpty || MediaTypes.Any(known =>
        known is "*/*"
        || known.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        || (known.EndsWith("/*", StringComparison.Ordinal) && mediaType.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)));
}
