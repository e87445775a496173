using System.IO.Compression;
using System.Text;

namespace Orchestrator.Agencies.Versions;

/// <summary>What somebody sends as the document of an agency: one YAML or JSON file, or a zip archive of it and the files that it refers to.</summary>
public abstract record DocumentUpload
{
    /// <summary>Largest document or archive, in bytes.</summary>
    public const int LargestUpload = 20 * 1024 * 1024;

    /// <summary>Most bytes that an archive may unpack to.</summary>
    public const int LargestUnpacked = 50 * 1024 * 1024;

    private const int MostFiles = 1_000;

    private static readonly string[] MainFiles = ["openapi.yaml", "openapi.yml", "openapi.json"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private DocumentUpload() { }

    /// <summary>It can be read.</summary>
    /// <param name="Text">The document.</param>
    /// <param name="File">Text of another file of the archive by its path, or null when there is none.</param>
    public sealed record Readable(string Text, Func<string, string?> File) : DocumentUpload;

    /// <summary>It cannot.</summary>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Unreadable(string Message) : DocumentUpload;

    /// <summary>Unpacks what was sent; an archive is known by its first bytes.</summary>
    public static DocumentUpload Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return bytes.Span is [(byte)'P', (byte)'K', 3, 4, ..] ? Unpack(bytes) : new Readable(Strict.GetString(bytes.Span), _ => null);
        }
        catch (DecoderFallbackException)
        {
            return new Unreadable("Expected a document in UTF-8, but it is written otherwise; convert it.");
        }
        catch (InvalidDataException problem)
        {
            return new Unreadable($"Expected a zip archive, but {problem.Message}; pack it again.");
        }
    }

    private static DocumentUpload Unpack(ReadOnlyMemory<byte> bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes.ToArray()));
        if (archive.Entries.Count > MostFiles)
            return new Unreadable($"Expected at most {MostFiles} files, but the archive has {archive.Entries.Count}; leave out what the document does not refer to.");
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = LargestUnpacked;
        foreach (var entry in archive.Entries.Where(entry => IsText(entry.FullName)))
        {
            if (Read(entry, ref left) is not { } text)
                return new Unreadable($"Expected at most {LargestUnpacked} bytes of files, but the archive unpacks to more; leave out what the document does not refer to.");
            files[entry.FullName.Replace('\\', '/')] = text;
        }

        // A folder that was packed as such stands before every name.
        var main = files.Keys.Where(name => MainFiles.Contains(name[(name.LastIndexOf('/') + 1)..], StringComparer.Ordinal)).OrderBy(name => name.Count(letter => letter == '/')).FirstOrDefault();
        if (main is null)
            return new Unreadable($"Expected {string.Join(" or ", MainFiles)} in the archive, but it is not there; name the document so.");
        var folder = main[..(main.LastIndexOf('/') + 1)];
        return new Readable(files[main], path => files.GetValueOrDefault(folder + path));
    }

    private static bool IsText(string name) => Path.GetExtension(name).ToUpperInvariant() is ".YAML" or ".YML" or ".JSON";

    // An archive may state any size: what counts is what comes out.
    private static string? Read(ZipArchiveEntry entry, ref int left)
    {
        using var source = entry.Open();
        using var target = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            if ((left -= read) < 0)
                return null;
            target.Write(buffer, 0, read);
        }

        return Strict.GetString(target.GetBuffer(), 0, (int)target.Length);
    }
}
