namespace Orchestrator.Attachments;

/// <summary>A stored file.</summary>
/// <param name="Reference">Names it, with the hash of its content.</param>
/// <param name="Name">File name as it was sent, or null. Personal data.</param>
/// <param name="MediaType">What its content is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Owner">Who sent it, as an actor in text.</param>
/// <param name="UploadedAt">When.</param>
/// <param name="Scan">Whether it may be used.</param>
public sealed record Attachment(
    AttachmentReference Reference, string? Name, string MediaType, long Size, string Owner, DateTimeOffset UploadedAt, ScanState Scan)
{
    /// <summary>True when it may be read, sent and be part of an application.</summary>
    public bool IsUsable => Scan is ScanState.Clean or ScanState.NotRequired;
}

/// <summary>What the virus scanner says.</summary>
public enum ScanState
{
    /// <summary>No scanner was configured when it was sent.</summary>
    NotRequired,

    /// <summary>The scanner has not answered yet; nobody can use it until then.</summary>
    Waiting,

    /// <summary>Nothing was found.</summary>
    Clean,

    /// <summary>Something was found; the content is gone, this note of it stays.</summary>
    Infected,
}

/// <summary>Words for <see cref="ScanState"/> in answers and tables.</summary>
public static class ScanStateNames
{
    /// <summary>The word.</summary>
    public static string Word(this ScanState state) => state switch
    {
        ScanState.NotRequired => "not-required",
        ScanState.Waiting => "not-scanned",
        ScanState.Clean => "clean",
        _ => "infected",
    };

    internal static ScanState Parse(string word) => word switch
    {
        "not-required" => ScanState.NotRequired,
        "not-scanned" => ScanState.Waiting,
        "clean" => ScanState.Clean,
        _ => ScanState.Infected,
    };
}
