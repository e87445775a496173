using System.Security.Cryptography.X509Certificates;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Witnesses;

/// <summary>Checks offline the time stamps that an authority outside gave to checkpoints.</summary>
public static class TimestampCheck
{
    /// <summary>Checks a file of stamps.</summary>
    /// <param name="stamps">The file of stamps.</param>
    /// <param name="checkpointFile">A copy of the checkpoint file.</param>
    /// <param name="authorities">Certificates of the authorities that are trusted, PEM.</param>
    /// <returns>A line that says what is right, and what is wrong.</returns>
    /// <exception cref="FormatException">The checkpoint file is none.</exception>
    public static (string Summary, IReadOnlyList<string> Faults) Run(string stamps, string checkpointFile, string authorities)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(authorities);
        var report = TimestampFile.Verify(stamps, CheckpointFile.Read(checkpointFile), trusted);
        return ($"{report.Right} time stamps are right{(report.Newest is { } newest ? $"; checkpoint {newest.Number} was there at {newest.At:u}" : "")}", report.Faults);
    }
}
