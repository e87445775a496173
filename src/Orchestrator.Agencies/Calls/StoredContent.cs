using System.Net;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Calls;

/// <summary>
/// An attachment as a body: opened when it is sent, once for each try, and streamed. One that turns out damaged breaks the request off before its last bytes, so that
/// the agency never takes it for whole.
/// </summary>
internal sealed class StoredContent(AttachmentBook attachments, Attachment attachment) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var content = await attachments.OpenAsync(attachment, cancellationToken);
        await content.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = attachment.Size;
        return true;
    }
}
