using System.Diagnostics;

namespace Orchestrator.EndToEnd.Harness;

/// <summary>Runs the server's own <c>check</c> command over a stopped deployment: chains, gaps, and every derived row against its journal.</summary>
internal static class JournalCheck
{
    public static async Task PassesAsync(Deployment deployment, int cases)
    {
        var start = new ProcessStartInfo(Repository.Program("Orchestrator.Server"), ["check"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in deployment.Settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains($"{cases} cases", output, StringComparison.Ordinal);
    }
}
