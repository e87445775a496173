using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Calls;

/// <summary>Bodies of requests as .NET sends them.</summary>
internal static class HttpContents
{
    public static HttpContent Of(RequestBody body, AttachmentBook attachments)
    {
        switch (body)
        {
            case RequestBody.Bytes(var content, var mediaType):
                return new ByteArrayContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };
            case RequestBody.Multipart(var parts):
                var multipart = new MultipartFormDataContent();
                foreach (var (name, content) in parts)
                {
                    if (content is RequestBody.Stored(var file, _))
                        multipart.Add(Of(content, attachments), name, file.Name ?? file.Reference.Id.ToString("N"));
                    else
                        multipart.Add(Of(content, attachments), name);
                }

                return multipart;
            case RequestBody.Stored(var attachment, var hashHeader):
                return Stored(attachment, hashHeader, attachments);
            default:
                throw new UnreachableException($"Expected attachments to be found before, but {body.GetType().Name} was not.");
        }
    }

    /// <summary>SHA-256 over everything that is sent, without the boundary between parts, which is another one every time.</summary>
    public static string Hash(RequestBody body)
    {
        if (body is RequestBody.Stored(var file, _))
            return file.Reference.Sha256;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static StoredContent Stored(Attachment attachment, string? hashHeader, AttachmentBook attachments)
    {
        var content = new StoredContent(attachments, attachment);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(attachment.MediaType);
        if (hashHeader is not null)
            content.Headers.TryAddWithoutValidation(hashHeader, HashText(hashHeader, attachment.Reference.Sha256));
        return content;
    }

    private static string HashText(string header, string sha256) =>
        header.Equals("Content-Digest", StringComparison.OrdinalIgnoreCase) || header.Equals("Repr-Digest", StringComparison.OrdinalIgnoreCase)
            ? $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(sha256))}:" : sha256;

    private static void Append(IncrementalHash hash, RequestBody body)
    {
        switch (body)
        {
            case RequestBody.Bytes(var content, _):
                hash.AppendData(content);
                break;
            case RequestBody.Stored(var attachment, _):
                // The content is hashed already, and checked again while it is sent.
                hash.AppendData(Convert.FromHexString(attachment.Reference.Sha256));
                break;
            case RequestBody.Multipart(var parts):
                foreach (var (name, content) in parts)
                {
                    hash.AppendData(Encoding.UTF8.GetBytes(name));
                    Append(hash, content);
                }

                break;
        }
    }
}
