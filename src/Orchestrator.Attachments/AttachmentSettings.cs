using Microsoft.Extensions.Configuration;

namespace Orchestrator.Attachments;

/// <summary>What configuration says about attachments; the section <c>Attachments</c>.</summary>
internal sealed record AttachmentSettings
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>Folder for contents and for uploads under way.</summary>
    public required string Path { get; init; }

    /// <summary>Where contents are kept.</summary>
    public ContentPlace Store { get; init; } = ContentPlace.Folder;

    /// <summary>Largest file, in bytes.</summary>
    public long LargestFile { get; init; } = 256 * Mebibyte;

    /// <summary>Media types that are taken.</summary>
    public AttachmentRule Types { get; init; } = new(
        [
            "application/pdf", "image/png", "image/jpeg", "image/tiff", "image/webp", "image/heic", "text/plain", "text/csv", "application/json", "application/xml", "text/xml",
            "application/msword", "application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.etsi.asic-e+zip",
        ],
        null);

    /// <summary>How long a file is kept that no case uses.</summary>
    public TimeSpan KeepUnused { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Bytes that one sender may have waiting to be used.</summary>
    public long MostUnusedBytes { get; init; } = 2048 * Mebibyte;

    /// <summary>Files that one sender may have waiting to be used.</summary>
    public int MostUnusedFiles { get; init; } = 1000;

    /// <summary>Uploads of one sender under way at once.</summary>
    public int MostUploadsAtOnce { get; init; } = 8;

    /// <summary>Where clamd listens, or null when nothing is scanned.</summary>
    public (string Host, int Port)? Scanner { get; init; }

    /// <summary>Longest wait for the scanner between two steps of a scan.</summary>
    public TimeSpan ScannerPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot be used.</exception>
    public static AttachmentSettings From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Attachments");
        var data = configuration["Data:Path"] is { Length: > 0 } path ? path : "data";
        var standard = new AttachmentSettings { Path = section["Path"] is { Length: > 0 } own ? own : System.IO.Path.Combine(data, "attachments") };
        return standard with
        {
            Store = section["Store"] is not { Length: > 0 } place ? standard.Store
                : Enum.TryParse<ContentPlace>(place, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : throw Wrong("Store", "Folder or Database", place),
            LargestFile = Positive(section, "LargestFile", standard.LargestFile),
            Types = section["MediaTypes"] is { Length: > 0 } types ? new AttachmentRule([.. types.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)], null) : standard.Types,
            KeepUnused = Span(section, "KeepUnused", standard.KeepUnused),
            MostUnusedBytes = Positive(section, "MostUnusedBytes", standard.MostUnusedBytes),
            MostUnusedFiles = (int)Math.Min(Positive(section, "MostUnusedFiles", standard.MostUnusedFiles), int.MaxValue),
            MostUploadsAtOnce = (int)Math.Min(Positive(section, "MostUploadsAtOnce", standard.MostUploadsAtOnce), int.MaxValue),
            Scanner = Address(section["Scanner:Address"]),
            ScannerPatience = Span(section, "Scanner:Patience", standard.ScannerPatience),
        };
    }

    private static (string Host, int Port)? Address(string? text)
    {
        if (text is not { Length: > 0 })
            return null;
        return Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var address) && address.Port > 0 && address.AbsolutePath is "/" or ""
            ? (address.DnsSafeHost, address.Port) : throw Wrong("Scanner:Address", "a host and a port such as 127.0.0.1:3310", text);
    }

    private static long Positive(IConfigurationSection section, string key, long standard) =>
        section[key] is not { Length: > 0 } text ? standard
        : long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw Wrong(key, "a positive number", text);

    private static TimeSpan Span(IConfigurationSection section, string key, TimeSpan standard) =>
        section[key] is not { Length: > 0 } text ? standard
        : TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero ? span : throw Wrong(key, "a time such as 7.00:00:00", text);

    private static InvalidOperationException Wrong(string key, string expected, string found) =>
        new($"Expected Attachments:{key} to be {expected}, but it is '{found}'; correct the configuration.");
}

/// <summary>Where contents are kept.</summary>
internal enum ContentPlace
{
    /// <summary>In <c>Attachments:Path</c>; a shared folder when there are several nodes.</summary>
    Folder,

    /// <summary>In the database, in pieces.</summary>
    Database,
}
