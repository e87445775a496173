using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Agencies.Calls;

/// <summary>Bodies of requests as .NET sends them.</summary>
internal static class HttpContents
{
    public static HttpContent Of(RequestBody body)
    {
        switch (body)
        {
            case RequestBody.Bytes(var content, var mediaType):
                return new ByteArrayContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };
            case RequestBody.Multipart(var parts):
                var multipart = new MultipartFormDataContent();
                foreach (var (name, content) in parts)
                    multipart.Add(Of(content), name);
                return multipart;
            default:
                throw new UnreachableException($"Expected attachments to be opened before, but {body.GetType().Name} was not.");
        }
    }

    /// <summary>SHA-256 over everything that is sent, without the boundary between parts, which is another one every time.</summary>
    public static string Hash(RequestBody body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, RequestBody body)
    {
        switch (body)
        {
            case RequestBody.Bytes(var content, _):
                hash.AppendData(content);
                break;
            case RequestBody.File(var attachment, _):
                hash.AppendData(Encoding.UTF8.GetBytes(attachment.GetRawText()));
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
