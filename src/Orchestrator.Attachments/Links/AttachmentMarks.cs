using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Attachments.Links;

/// <summary>
/// How a journal says that an attachment belongs to its case: the first entry lists those of the application, a mark each one that comes later. The hash is in the
/// reference, so that the journal proves which file it was.
/// </summary>
public static class AttachmentMarks
{
    /// <summary>Member of a case's input that lists the attachments of its application.</summary>
    public const string InputMember = "Attachments";

    private const string Prefix = "attachment:";

    /// <summary>The command that makes an attachment belong to a case; send it before anything that refers to the attachment.</summary>
    /// <param name="attachment">Which, checked before.</param>
    /// <param name="source">Where it came from, for example <c>supplement</c>.</param>
    public static RecordMark Link(Attachment attachment, string source)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        return new RecordMark(Prefix + attachment.Reference, JsonSerializer.SerializeToElement(new { source, sha256 = attachment.Reference.Sha256, size = attachment.Size, mediaType = attachment.MediaType }));
    }

    /// <summary>The list for the first entry.</summary>
    public static JsonElement List(IEnumerable<(string Pointer, Attachment Attachment)> attachments) => JsonSerializer.SerializeToElement(attachments.Select(found => new
    {
        pointer = found.Pointer,
        reference = found.Attachment.Reference.ToString(),
        sha256 = found.Attachment.Reference.Sha256,
        size = found.Attachment.Size,
        mediaType = found.Attachment.MediaType,
    }));

    internal static AttachmentReference? Read(string mark) =>
        mark.StartsWith(Prefix, StringComparison.Ordinal) && AttachmentReference.TryParse(mark[Prefix.Length..], out var reference) ? reference : null;
}
