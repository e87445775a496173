using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>What a file that an operation takes may be. Its value is a reference to a stored attachment, never the bytes.</summary>
/// <param name="MediaTypes">Media types the agency takes; empty for any. <c>image/*</c> stands for all of a kind.</param>
/// <param name="MaxBytes">Largest size, or null for no limit of the agency's own.</param>
public sealed record AttachmentRule(ImmutableArray<string> MediaTypes, long? MaxBytes)
{
    /// <summary>Takes every file.</summary>
    public static AttachmentRule Any { get; } = new([], null);

    /// <summary>True when the agency takes files of this type.</summary>
    public bool Takes(string mediaType) => MediaTypes.IsEmpty || MediaTypes.Any(known =>
        known is "*/*"
        || known.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        || (known.EndsWith("/*", StringComparison.Ordinal) && mediaType.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)));
}
