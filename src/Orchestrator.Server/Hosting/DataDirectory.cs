namespace Orchestrator.Server.Hosting;

/// <summary>The directory that the server may write to.</summary>
internal sealed class DataDirectory
{
    /// <summary>Creates the directory where it is missing.</summary>
    /// <exception cref="StartupFault">It cannot be written to.</exception>
    public DataDirectory(string path)
    {
        Location = path;
        try
        {
            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, $".probe-{Environment.ProcessId}-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartupFault(
                $"Expected Data:Path to be a directory that the server may write to, but '{path}' is not ({problem.Message}); create it, or set Data:Path to another.");
        }
    }

    /// <summary>Absolute path.</summary>
    public string Location { get; }

    /// <summary>A directory within that only its owner can enter; created where it is missing.</summary>
    public string OwnerOnlyDirectory(string name)
    {
        var path = Path.Combine(Location, name);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Writes a file that only its owner can read, from its first byte on.</summary>
    public static async Task WriteOwnerOnlyAsync(string file, string content, CancellationToken cancellationToken)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(content.AsMemory(), cancellationToken);
    }
}
