namespace Orchestrator.Attachments.Uploads;

/// <summary>What became of an upload.</summary>
public abstract record UploadOutcome
{
    private UploadOutcome() { }

    /// <summary>Stored for good (201).</summary>
    public sealed record Stored(Attachment Attachment) : UploadOutcome;

    /// <summary>The same key brought the same content before (200).</summary>
    public sealed record Again(Attachment Attachment) : UploadOutcome;

    /// <summary>The same key brought another content before (409).</summary>
    public sealed record KeyConflict : UploadOutcome;

    /// <summary>The key is missing or malformed (400).</summary>
    public sealed record InvalidKey : UploadOutcome;

    /// <summary>Larger than allowed (413).</summary>
    /// <param name="Limit">The most that is taken, in bytes.</param>
    public sealed record TooLarge(long Limit) : UploadOutcome;

    /// <summary>Not of its declared type, or not of a type that is taken (415).</summary>
    /// <param name="Declared">What the sender says.</param>
    /// <param name="Found">What the content says.</param>
    public sealed record WrongType(string Declared, string Found) : UploadOutcome;

    /// <summary>There is nothing in it (422).</summary>
    public sealed record Empty : UploadOutcome;

    /// <summary>What came is not what the sender hashed (422).</summary>
    /// <param name="Found">SHA-256 of what came.</param>
    public sealed record WrongHash(string Found) : UploadOutcome;

    /// <summary>The scanner found something; the content was not kept (422).</summary>
    /// <param name="Finding">The scanner's name for it.</param>
    public sealed record Infected(string Finding) : UploadOutcome;

    /// <summary>The sender has too much waiting to be used, or too many uploads under way (429).</summary>
    public sealed record TooMany : UploadOutcome;
}
