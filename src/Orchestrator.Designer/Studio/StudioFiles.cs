using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Orchestrator.Designer.Studio;

/// <summary>
/// Serves Studio's files: compressed as they were packed, for ever where their name carries their fingerprint, and else only when they changed. The first
/// visit costs what is packed, the next ones almost nothing.
/// </summary>
internal sealed partial class StudioFiles(StudioFolder folder)
{
    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings = { [".wasm"] = "application/wasm", [".dat"] = "application/octet-stream", [".blat"] = "application/octet-stream", [".webmanifest"] = "application/manifest+json" },
    };

    /// <summary>A file by its path below the folder; 404 when there is none.</summary>
    public IResult Serve(HttpContext context, string path)
    {
        if (folder.Root is not { } root) return Results.NotFound();
        var file = Path.GetFullPath(Path.Combine(root, path));
        if (!file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(file)) return Results.NotFound();
        var headers = context.Response.Headers;
        headers.CacheControl = Fingerprint().IsMatch(path) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        var type = Types.TryGetContentType(file, out var known) ? known : "application/octet-stream";
        var (sent, encoding) = Packed(file, context.Request.Headers.AcceptEncoding.ToString());
        if (encoding is not null) headers.ContentEncoding = encoding;
        var info = new FileInfo(sent);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{info.Length:x}-{info.LastWriteTimeUtc.Ticks:x}\"");
        return Results.File(sent, type, entityTag: new EntityTagHeaderValue(tag), lastModified: info.LastWriteTimeUtc);
    }

    private static (string File, string? Encoding) Packed(string file, string accepted)
    {
        if (accepted.Contains("br", StringComparison.Ordinal) && File.Exists(file + ".br")) return (file + ".br", "br");
        return accepted.Contains("gzip", StringComparison.Ordinal) && File.Exists(file + ".gz") ? (file + ".gz", "gzip") : (file, null);
    }

    [GeneratedRegex(@"\.[a-z0-9]{10}\.(wasm|js|dat|(bundle\.scp\.)?css)$")]
    private static partial Regex Fingerprint();
}
