namespace Orchestrator.Server.Hosting;

/// <summary>
/// Where the server finds and keeps its files. Relative paths count from one root, wherever it was started from: <c>Root</c> when configured, else
/// the nearest directory upwards of the working directory or the program that holds <c>workflows/</c>, else the working directory.
/// </summary>
internal sealed record ServerPaths(string Root)
{
    private const string Landmark = "workflows";
    private const string SqliteDataSource = "Data Source=";

    /// <summary>Finds the root.</summary>
    public static ServerPaths Find(IConfiguration configuration)
    {
        if (configuration["Root"] is { Length: > 0 } configured)
        {
            return Directory.Exists(configured)
                ? new ServerPaths(Path.GetFullPath(configured))
                : throw new StartupFault($"Expected Root to be a directory, but '{configured}' does not exist; create it or correct the configuration.");
        }

        var working = Directory.GetCurrentDirectory();
        return new ServerPaths(Upwards(working) ?? Upwards(AppContext.BaseDirectory) ?? working);
    }

    /// <summary>A path from the configuration, made absolute.</summary>
    public string Absolute(string path) => Path.GetFullPath(path, Root);

    /// <summary>Makes the paths in the configuration absolute, so that every module reads the same ones.</summary>
    public void ApplyTo(IConfiguration configuration)
    {
        configuration["Workflows:Path"] = Absolute(configuration["Workflows:Path"] ?? Landmark);
        configuration["Data:Path"] = Absolute(configuration["Data:Path"] ?? "data");
        configuration["Logs:Path"] = Absolute(configuration["Logs:Path"] ?? "logs");
        var data = configuration["Data:Path"]!;
        if (configuration["Privacy:KeyPath"] is { Length: > 0 } keys)
            configuration["Privacy:KeyPath"] = Absolute(keys);
        if (configuration["Attachments:Path"] is { Length: > 0 } attachments)
            configuration["Attachments:Path"] = Absolute(attachments);
        if (configuration["Simulators:DataPath"] is not ":memory:")
            configuration["Simulators:DataPath"] = Absolute(configuration["Simulators:DataPath"] ?? Path.Combine(data, "simulators.db"));
        if (string.Equals(configuration["Storage:Provider"] ?? "Sqlite", "Sqlite", StringComparison.OrdinalIgnoreCase))
            configuration["ConnectionStrings:Orchestrator"] = AbsoluteSqlite(configuration.GetConnectionString("Orchestrator"), data);
    }

    private string AbsoluteSqlite(string? connection, string data)
    {
        if (string.IsNullOrWhiteSpace(connection))
            return SqliteDataSource + Path.Combine(data, "orchestrator.db");
        var parts = connection.Split(';');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].TrimStart().StartsWith(SqliteDataSource, StringComparison.OrdinalIgnoreCase)
                && parts[i].TrimStart()[SqliteDataSource.Length..].Trim() is { Length: > 0 } file && file != ":memory:")
                parts[i] = SqliteDataSource + Absolute(file);
        }

        return string.Join(';', parts);
    }

    private static string? Upwards(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            if (Directory.Exists(Path.Combine(directory.FullName, Landmark)))
                return directory.FullName;
        }

        return null;
    }
}
