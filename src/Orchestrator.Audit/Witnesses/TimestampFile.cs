using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Witnesses;

/// <summary>Time stamps of checkpoints: a line each, the number of the checkpoint and the token (RFC 3161, DER, base64).</summary>
internal static class TimestampFile
{
    public static async Task AppendAsync(string path, long number, byte[] token, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} {Convert.ToBase64String(token)}\n")), cancellationToken);
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Checks every stamp against the checkpoints of a file.</summary>
    /// <param name="path">The file of stamps.</param>
    /// <param name="checkpoints">The checkpoints that they are of.</param>
    /// <param name="authorities">Certificates of authorities that are trusted.</param>
    /// <returns>How many are right, the newest of them, and what is wrong with the others.</returns>
    public static TimestampReport Verify(string path, IReadOnlyList<SignedCheckpoint> checkpoints, X509Certificate2Collection authorities)
    {
        var (faults, right, newest) = (new List<string>(), 0, ((long Number, DateTimeOffset At)?)null);
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (text.Split(' ') is not [var number, var token] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var of) || !TryDecode(token, out var stamp))
                faults.Add($"{path}:{line}: Expected the number of a checkpoint and its time stamp, but the line is something else.");
            else if (checkpoints.FirstOrDefault(one => one.Checkpoint.Number == of) is not { } checkpoint)
                faults.Add($"{path}:{line}: Expected checkpoint {of}, which was stamped at {stamp.TokenInfo.Timestamp:u}, but it is missing: an older state was restored, or the end was cut off.");
            else if (!stamp.VerifySignatureForData(Encoding.UTF8.GetBytes(checkpoint.Text), out var signer, authorities))
                faults.Add($"{path}:{line}: Expected the stamp to be of checkpoint {of} as it is here, but it is of another text.");
            else if (!authorities.Any(authority => authority.RawData.AsSpan().SequenceEqual(signer.RawData)))
                faults.Add($"{path}:{line}: Expected the stamp to be of a trusted authority, but it is of '{signer.Subject}'.");
            else (right, newest) = (right + 1, (of, stamp.TokenInfo.Timestamp));
        }

        return new TimestampReport(right, newest, faults);
    }

    private static bool TryDecode(string token, out Rfc3161TimestampToken stamp)
    {
        try
        {
            return Rfc3161TimestampToken.TryDecode(Convert.FromBase64String(token), out stamp!, out _);
        }
        catch (Exception unreadable) when (unreadable is FormatException or CryptographicException)
        {
            stamp = null!;
            return false;
        }
    }
}

/// <summary>What a check of time stamps came to.</summary>
/// <param name="Right">How many are right.</param>
/// <param name="Newest">The newest of those: checkpoint and time; null when none is.</param>
/// <param name="Faults">What is wrong with the others.</param>
internal sealed record TimestampReport(int Right, (long Number, DateTimeOffset At)? Newest, IReadOnlyList<string> Faults);
