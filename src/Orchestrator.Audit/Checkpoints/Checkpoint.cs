using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>
/// What the journals of all cases were at a moment. Its text is signed, in the manner of the signed notes of transparency logs: a line each for
/// origin, number, leaves, root, previous checkpoint and time; an empty line; a line with the key and its signature over everything before the empty line.
/// </summary>
/// <param name="Origin">Which orchestrator.</param>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Size">Leaves of the tree.</param>
/// <param name="Root">Root of the tree, 32 bytes.</param>
/// <param name="Previous">SHA-256 of the signed text of the checkpoint before, 32 bytes; zeros for the first.</param>
/// <param name="At">When it was taken, UTC.</param>
internal sealed record Checkpoint(string Origin, long Number, long Size, byte[] Root, byte[] Previous, DateTimeOffset At)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>What the first checkpoint names as the one before.</summary>
    public static byte[] None { get; } = new byte[TreeHash.Size];

    /// <summary>The lines that are signed.</summary>
    public string Body => string.Create(CultureInfo.InvariantCulture,
        $"{Origin}\n{Number}\n{Size}\n{Convert.ToBase64String(Root)}\n{Convert.ToBase64String(Previous)}\n{At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}\n");

    /// <summary>Reads the lines that are signed; null when they are none.</summary>
    public static Checkpoint? Parse(string body)
    {
        var lines = body.Split('\n');
        return lines is [var origin, var number, var size, var root, var previous, var at, ""]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsedNumber)
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var parsedSize)
            && Hash(root) is { } parsedRoot && Hash(previous) is { } parsedPrevious
            && DateTimeOffset.TryParseExact(at, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsedAt)
            ? new Checkpoint(origin, parsedNumber, parsedSize, parsedRoot, parsedPrevious, parsedAt)
            : null;
    }

    private static byte[]? Hash(string text)
    {
        var bytes = new byte[TreeHash.Size];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == bytes.Length ? bytes : null;
    }
}

/// <summary>A checkpoint with its signature.</summary>
/// <param name="Checkpoint">What is signed.</param>
/// <param name="KeyId">Which key signed it.</param>
/// <param name="Signature">ECDSA P-256 over SHA-256 of the body, r and s of 32 bytes each.</param>
internal sealed record SignedCheckpoint(Checkpoint Checkpoint, string KeyId, byte[] Signature)
{
    private const string Mark = "\n— ";

    /// <summary>The whole text.</summary>
    public string Text => $"{Checkpoint.Body}{Mark}{KeyId} {Convert.ToBase64String(Signature)}\n";

    /// <summary>What the next checkpoint names as the one before.</summary>
    public byte[] Digest => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    /// <summary>Reads a signed text; null when it is none, or not written exactly so.</summary>
    public static SignedCheckpoint? Parse(string text)
    {
        var mark = text.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0 || Checkpoint.Parse(text[..mark]) is not { } checkpoint) return null;
        var signature = new byte[SigningKey.SignatureSize];
        return text[(mark + Mark.Length)..].TrimEnd('\n').Split(' ') is [var key, var encoded]
            && Convert.TryFromBase64String(encoded, signature, out var written) && written == signature.Length
            && new SignedCheckpoint(checkpoint, key, signature) is var signed && signed.Text == text
            ? signed
            : null;
    }
}
