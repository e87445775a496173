using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Orchestrator.EndToEnd.Harness;

/// <summary>A real process of ours on the loopback, which can be killed as a power cut would and started again.</summary>
internal sealed class ProgramUnderTest(
    string project, int port, string readyPath, string[] arguments, IReadOnlyDictionary<string, string> environment, string? program = null)
    : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(3);
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    /// <summary>The last lines it printed.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.TrueAsync(
            async () => !Exited() && await IsReadyAsync(http), StartBound, () => $"{project} to be ready, but it printed:{Environment.NewLine}{Output}");
    }

    /// <summary>SIGKILL: no handler, no flush, no goodbye.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Launch()
    {
        var start = new ProcessStartInfo(Repository.Program(project, program ?? project), arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        _output.Enqueue(line.Data);
        while (_output.Count > 400) _output.TryDequeue(out _);
    }

    private bool Exited() => _process is { HasExited: true } ended
        ? throw new InvalidOperationException($"Expected {project} to run, but it ended with {ended.ExitCode}:{Environment.NewLine}{Output}")
        : false;

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(readyPath, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
