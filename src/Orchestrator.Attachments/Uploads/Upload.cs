namespace Orchestrator.Attachments.Uploads;

/// <summary>A file that somebody sends.</summary>
/// <param name="Owner">Who, as an actor in text; keys of different senders never meet.</param>
/// <param name="Key">The sender's key: 1 to 200 visible ASCII characters. The same key never makes a second attachment.</param>
/// <param name="Content">The file; read once, never held whole.</param>
public sealed record Upload(string Owner, string Key, Stream Content)
{
    /// <summary>File name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Media type that the sender names, or null; the content decides whether it is true.</summary>
    public string? MediaType { get; init; }

    /// <summary>SHA-256 that the sender expects, hexadecimal, or null.</summary>
    public string? ExpectedSha256 { get; init; }

    /// <summary>Size that the sender names, or null.</summary>
    public long? Length { get; init; }

    /// <summary>True when the orchestrator itself fetched it: limits of senders do not count.</summary>
    public bool IsOurs { get; init; }

    /// <summary>What is taken besides the general limits.</summary>
    public AttachmentRule Rule { get; init; } = AttachmentRule.Any;
}
