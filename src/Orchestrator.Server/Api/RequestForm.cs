using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Forms that are sent to endpoints which designers have drawn: the fields are the content, files are refused.</summary>
internal static class RequestForm
{
    private const int LongestFileName = 100;

    /// <summary>True for <c>multipart/…</c> and <c>application/x-www-form-urlencoded</c>.</summary>
    public static bool Is(string? contentType) =>
        contentType?.Split(';')[0].Trim() is { } mediaType
        && (mediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) || mediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a form that is in memory whole.</summary>
    /// <returns>The fields as a JSON object, a field that came several times as a list; or what is wrong.</returns>
    public static async Task<(JsonElement? Fields, Problem? Problem)> ReadAsync(HttpContext context, byte[] body)
    {
        context.Request.Body = new MemoryStream(body, writable: false);
        var form = new FormFeature(context.Request, new FormOptions { ValueLengthLimit = int.MaxValue, MultipartBodyLengthLimit = long.MaxValue, KeyLengthLimit = 2_048, ValueCountLimit = 1_024 });

        // FormFeature knows multipart/form-data alone of all kinds of multipart.
        if (!form.HasFormContentType) return (null, (Problem)ProblemKind.MediaType);
        try
        {
            var read = await form.ReadFormAsync(context.RequestAborted);
            if (read.Files is [var file, ..])
                return (null, new Problem(ProblemKind.EndpointFiles, file.FileName.Length <= LongestFileName ? file.FileName : file.FileName[..LongestFileName] + "…"));
            return (JsonSerializer.SerializeToElement(read.ToDictionary(field => field.Key, field => field.Value.Count == 1 ? (object?)field.Value[0] : field.Value.ToArray())), null);
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException)
        {
            return (null, new Problem(ProblemKind.MalformedForm, cause.Message.TrimEnd('.')));
        }
    }
}
