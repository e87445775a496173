using System.Text;

namespace Orchestrator.Attachments.Contents;

/// <summary>Knows what a file is by how it begins, whatever its sender calls it. Pure.</summary>
internal static class FileKinds
{
    /// <summary>The type of what cannot be told.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>The type of what a computer could run; taken under no name.</summary>
    public const string Program = "application/x-executable";

    private const string Zip = "application/zip", OldOffice = "application/x-ole-storage", Xml = "application/xml", Html = "text/html", Text = "text/plain";

    /// <summary>Bytes of text that are looked at.</summary>
    private const int LongestLook = 4096;

    private static readonly (byte[] Start, string Type)[] Signatures =
    [
        ("%PDF-"u8.ToArray(), "application/pdf"), ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ([(byte)'I', (byte)'I', 0x2A, 0], "image/tiff"), ([(byte)'M', (byte)'M', 0, 0x2A], "image/tiff"), ("GIF8"u8.ToArray(), "image/gif"),
        ([(byte)'P', (byte)'K', 3, 4], Zip), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], OldOffice),
        ("MZ"u8.ToArray(), Program), ([0x7F, (byte)'E', (byte)'L', (byte)'F'], Program), ([0xCA, 0xFE, 0xBA, 0xBE], Program), ([0xCF, 0xFA, 0xED, 0xFE], Program), ("#!"u8.ToArray(), Program),
    ];

    /// <summary>What the bytes at the beginning of a file say it is.</summary>
    public static string Sniff(ReadOnlySpan<byte> start)
    {
        foreach (var (signature, type) in Signatures)
        {
            if (start.StartsWith(signature))
                return type;
        }

        if (start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("WEBP"u8))
            return "image/webp";
        if (start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8))
            return Encoding.ASCII.GetString(start[8..12]) is "heic" or "heix" or "mif1" or "msf1" ? "image/heic" : "video/mp4";
        return SniffText(start[..Math.Min(start.Length, LongestLook)]);
    }

    /// <summary>The media type of a file: the declared one when the content can be that; null when it cannot.</summary>
    /// <param name="declared">What the sender says, or null for nothing.</param>
    /// <param name="start">How the content begins.</param>
    public static string? Resolve(string? declared, ReadOnlySpan<byte> start)
    {
        var sniffed = Sniff(start);
        var type = declared?.Split(';')[0].Trim().ToLowerInvariant();
        if (type is null or "" or Unknown or "binary/octet-stream" || type == sniffed)
            return sniffed == OldOffice ? Unknown : sniffed;
        var fits = sniffed switch
        {
            Zip => type.StartsWith("application/vnd.openxmlformats-officedocument.", StringComparison.Ordinal) || type.StartsWith("application/vnd.oasis.opendocument.", StringComparison.Ordinal)
                || type.EndsWith("+zip", StringComparison.Ordinal) || type == "application/x-zip-compressed",
            OldOffice => type is "application/msword" or "application/vnd.ms-excel" or "application/vnd.ms-powerpoint",
            Xml => type is "text/xml" or Text || type.EndsWith("+xml", StringComparison.Ordinal),
            // Data in words can be of many types; a page that a browser would run is none of them.
            Text => (type.StartsWith("text/", StringComparison.Ordinal) && type != Html) || type is "application/json" || type.EndsWith("+json", StringComparison.Ordinal),
            "image/jpeg" => type is "image/jpg" or "image/pjpeg",
            _ => false,
        };
        return !fits ? null : sniffed == "image/jpeg" ? sniffed : type;
    }

    private static string SniffText(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty || start.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || start.IndexOfAnyInRange((byte)14, (byte)31) >= 0)
            return Unknown;
        // A letter cut in two at the end of the look is no fault.
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var letters = new char[start.Length];
        int count;
        try
        {
            count = decoder.GetChars(start, letters, flush: false);
        }
        catch (DecoderFallbackException)
        {
            return Unknown;
        }

        var text = letters.AsSpan(0, count).TrimStart('\uFEFF').TrimStart();
        if (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
            return text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? Html : Xml;
        foreach (var tag in (ReadOnlySpan<string>)["<!doctype html", "<html", "<head", "<body", "<script", "<svg", "<iframe"])
        {
            if (text.StartsWith(tag, StringComparison.OrdinalIgnoreCase))
                return Html;
        }

        return Text;
    }
}
