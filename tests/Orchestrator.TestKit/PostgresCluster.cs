using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orchestrator.TestKit;

/// <summary>
/// A real PostgreSQL cluster of the tests' own: a fresh data directory, loopback only, a free port, gone when disposed.
/// Uses Debian's server binaries; as root the server runs as the user <c>postgres</c>, which PostgreSQL insists on.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("orchestrator-pg-").FullName;
    private readonly string _binaries = FindBinaries();

    private readonly bool _flushed;

    private PostgresCluster(bool flushed) => (_flushed, Port) = (flushed, FreePort());

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Makes and starts a cluster.</summary>
    /// <param name="flushed">
    /// Whether commits wait for the disk. Tests crash the server, never the machine, and do without; what is measured must not.
    /// </param>
    public static async Task<PostgresCluster> StartAsync(bool flushed = false)
    {
        var cluster = new PostgresCluster(flushed);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "-R", "postgres", cluster._directory);
        await cluster.PostgresAsync("initdb", "-D", cluster.Data, "-U", "orchestrator", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        await cluster.UpAsync();
        return cluster;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Starts the stopped server. Every node under test keeps a pool of its own, also one that "crashed", hence the many connections.</summary>
    public Task UpAsync() => PostgresAsync(
        "pg_ctl", "-D", Data, "-l", Path.Combine(_directory, "server.log"), "-w", "-t", "180",
        "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} -c max_connections=1000 -c fsync={(_flushed ? "on" : "off")}", "start");

    /// <summary>Stops the server at once, as a crash would: sessions cut, recovery at the next start.</summary>
    public Task CrashAsync() => PostgresAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        try
        {
            await CrashAsync();
        }
        catch (InvalidOperationException)
        {
            // A test may have stopped it already.
        }

        Directory.Delete(_directory, recursive: true);
    }

    private string Data => Path.Combine(_directory, "data");

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username=orchestrator;Timeout=60;Maximum Pool Size=50";

    private Task PostgresAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server that pg_ctl leaves behind would keep redirected pipes open, so its output goes nowhere.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >/dev/null 2>&1");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Expected {Path.GetFileName(program)} to succeed, but it ended with {process.ExitCode}: {string.Join(' ', arguments)}");
    }

    private static string FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .OrderDescending(StringComparer.Ordinal)
                .FirstOrDefault() ?? throw Missing()
            : throw Missing();

    private static InvalidOperationException Missing() =>
        new("Expected PostgreSQL's server programs under /usr/lib/postgresql, but found none; run tests/run.sh, which installs them.");

    /// <summary>
    /// A TCP port on the loopback that nobody used a moment ago, below the range from which the kernel takes ports for outgoing connections
    /// (32768 upwards on Linux): one of those would take it before the server that it is meant for listens.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(15_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody listens there: try another.
            }
        }
    }
}
