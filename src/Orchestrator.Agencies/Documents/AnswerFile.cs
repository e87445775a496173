using System.Globalization;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>A kind of answer that brings files: one file alone, or parts of which some are files.</summary>
/// <param name="Status">Status as the document writes it: <c>200</c>, <c>2XX</c>, <c>default</c>.</param>
/// <param name="MediaType">Media type of the whole answer.</param>
/// <param name="Rule">What a file alone may be; parts have no rule but their own content.</param>
public sealed record AnswerFile(string Status, string MediaType, AttachmentRule Rule)
{
    /// <summary>Property that stands for a file alone, and name of its output.</summary>
    public const string WholeBody = "body", WholeOutput = "Body";

    /// <summary>True when the answer has parts.</summary>
    public bool HasParts => MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for answers with this status.</summary>
    public bool Answers(int status)
    {
        var text = status.ToString(CultureInfo.InvariantCulture);
        return Status == text || Status.Equals(text[..1] + "XX", StringComparison.OrdinalIgnoreCase) || (Status == "default" && status is >= 200 and < 300);
    }

    /// <summary>True for an answer with this status and media type.</summary>
    public bool Answers(int status, string mediaType) =>
        Answers(status) && (new AttachmentRule([MediaType], null).Takes(mediaType) || (HasParts && mediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)));
}
