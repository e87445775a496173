using Microsoft.Net.Http.Headers;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>The file in a request, not read yet: the body itself, or the first part of a form that has a file name.</summary>
/// <param name="Content">Its content; read once.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="MediaType">What its sender calls it, or null.</param>
/// <param name="Length">Its size, or null when that is not said.</param>
/// <param name="ExpectedSha256">Hash that its sender expects, hexadecimal, or null.</param>
internal sealed record UploadedFile(Stream Content, string? Name, string? MediaType, long? Length, string? ExpectedSha256)
{
    private const string DigestHeader = "Content-Digest";

    /// <summary>Finds it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">File name from the query, or null.</param>
    /// <returns>The file, or what is wrong with the request.</returns>
    /// <exception cref="BrokenFormException">The form is broken; also while its part is read.</exception>
    public static async Task<(UploadedFile? File, Problem? Problem)> ReadAsync(HttpContext context, string? name)
    {
        var request = context.Request;
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var known) ? known : null;
        if (type?.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
            return await FromFormAsync(context, FormParts.BoundaryOf(request.ContentType), name);
        if (!TryReadDigest(request.Headers[DigestHeader], out var digest))
            return (null, new Problem(ProblemKind.BadParameter, DigestHeader));
        return (new UploadedFile(request.Body, name ?? NameIn(request.Headers.ContentDisposition), type?.MediaType.Value, request.ContentLength, digest), null);
    }

    private static async Task<(UploadedFile? File, Problem? Problem)> FromFormAsync(HttpContext context, string? boundary, string? name)
    {
        if (boundary is null)
            return (null, new Problem(ProblemKind.BadParameter, "Content-Type"));
        var form = new FormParts(boundary, context.Request.Body);
        while (await form.NextAsync(context.RequestAborted) is { } part)
        {
            if (NameIn(part.ContentDisposition) is not { } fileName)
                continue;
            return TryReadDigest(part.Headers?.GetValueOrDefault(DigestHeader), out var digest)
                ? (new UploadedFile(FormParts.Content(part), name ?? fileName, part.ContentType, null, digest), null)
                : (null, new Problem(ProblemKind.BadParameter, DigestHeader));
        }

        return (null, ProblemKind.AttachmentEmpty);
    }

    private static string? NameIn(string? disposition) =>
        ContentDispositionHeaderValue.TryParse(disposition, out var value) && HeaderUtilities.RemoveQuotes(value.FileNameStar.HasValue ? value.FileNameStar : value.FileName) is { Length: > 0 } name
            ? name.Value : null;

    // RFC 9530: sha-256=:<base64>:, perhaps among others. A header without sha-256 says nothing that could be checked; a broken one is a mistake.
    private static bool TryReadDigest(string? header, out string? sha256)
    {
        sha256 = null;
        foreach (var entry in (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!entry.StartsWith("sha-256=", StringComparison.OrdinalIgnoreCase))
                continue;
            var text = entry["sha-256=".Length..];
            var bytes = new byte[32];
            if (text is not [':', .., ':'] || text.Length < 3 || !Convert.TryFromBase64String(text[1..^1], bytes, out var count) || count != bytes.Length)
                return false;
            sha256 = Convert.ToHexStringLower(bytes);
        }

        return true;
    }
}
