using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Calls;

/// <summary>An HTTP request ready to be sent, as data.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Address">Absolute address.</param>
/// <param name="Headers">Headers in order.</param>
/// <param name="Body">The body, or null for none.</param>
public sealed record AgencyRequest(HttpMethod Method, Uri Address, ImmutableArray<KeyValuePair<string, string>> Headers, RequestBody? Body)
{
    /// <summary>The files that the call refers to and that are not found yet, in order.</summary>
    public IEnumerable<RequestBody.File> Files => Body switch
    {
        RequestBody.File file => [file],
        RequestBody.Multipart { Parts: var parts } => parts.Select(part => part.Content).OfType<RequestBody.File>(),
        _ => [],
    };

    /// <summary>Bytes of the files that go along, once they are found.</summary>
    public long FileBytes => Body switch
    {
        RequestBody.Stored(var file, _) => file.Size,
        RequestBody.Multipart { Parts: var parts } => parts.Select(part => part.Content).OfType<RequestBody.Stored>().Sum(stored => stored.Attachment.Size),
        _ => 0,
    };
}

/// <summary>The body of a request.</summary>
public abstract record RequestBody
{
    private RequestBody() { }

    /// <summary>Bytes as they are.</summary>
    /// <param name="Content">The bytes.</param>
    /// <param name="MediaType">Their <c>Content-Type</c>.</param>
    public sealed record Bytes(byte[] Content, string MediaType) : RequestBody;

    /// <summary>A file that the call refers to.</summary>
    /// <param name="Reference">The value of the input, which says which attachment.</param>
    /// <param name="Input">Name of the input, for messages.</param>
    /// <param name="Rule">What the agency takes.</param>
    public sealed record File(JsonElement Reference, string Input, AttachmentRule Rule) : RequestBody;

    /// <summary>The same once it is found: a stored attachment that may be sent, streamed when it is.</summary>
    /// <param name="Attachment">Which.</param>
    /// <param name="HashHeader">Header that carries its hash, or null.</param>
    public sealed record Stored(Attachment Attachment, string? HashHeader) : RequestBody;

    /// <summary><c>multipart/form-data</c>.</summary>
    public sealed record Multipart(ImmutableArray<RequestPart> Parts) : RequestBody;
}

/// <summary>A part of a multipart body.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Bytes or a file.</param>
public sealed record RequestPart(string Name, RequestBody Content);

/// <summary>What building a request came to.</summary>
public abstract record RequestBuild
{
    private RequestBuild() { }

    /// <summary>It can be sent.</summary>
    public sealed record Built(AgencyRequest Request) : RequestBuild;

    /// <summary>A value does not fit its place or its schema; no try can succeed.</summary>
    /// <param name="Code"><c>request-impossible</c> or <c>schema-mismatch</c>.</param>
    /// <param name="Message">"Expected …, but …; do …", without the value.</param>
    public sealed record Impossible(string Code, string Message) : RequestBuild;
}
