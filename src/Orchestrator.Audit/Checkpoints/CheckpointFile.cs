using System.Text;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>Checkpoints outside the database, one signed text behind another: who restores or rewrites the database cannot make this file forget.</summary>
internal static class CheckpointFile
{
    /// <summary>All texts of a file, oldest first; a last one that was cut off while being written is left out.</summary>
    /// <exception cref="FormatException">Something in it is no checkpoint.</exception>
    public static IReadOnlyList<SignedCheckpoint> Read(string path)
    {
        if (!File.Exists(path)) return [];
        var lines = File.ReadAllText(path).Split('\n');
        var checkpoints = new List<SignedCheckpoint>();
        for (var at = 0; at + LinesEach < lines.Length; at += LinesEach)
        {
            checkpoints.Add(SignedCheckpoint.Parse(string.Join('\n', lines[at..(at + LinesEach)]) + "\n")
                ?? throw new FormatException($"Expected a checkpoint in line {at + 1} of {path}, but there is none; restore the file from a copy."));
        }

        return checkpoints;
    }

    /// <summary>Appends texts; they are on the disk when this returns. What an interrupted write left behind is cut off first.</summary>
    public static async Task AppendAsync(string path, IReadOnlyCollection<SignedCheckpoint> whole, IEnumerable<SignedCheckpoint> added, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(whole.Sum(checkpoint => (long)Encoding.UTF8.GetByteCount(checkpoint.Text)));
        file.Seek(0, SeekOrigin.End);
        foreach (var checkpoint in added) await file.WriteAsync(Encoding.UTF8.GetBytes(checkpoint.Text), cancellationToken);
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private const int LinesEach = 8;
}
