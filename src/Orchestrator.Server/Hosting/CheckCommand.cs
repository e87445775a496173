using Orchestrator.Runtime.Checking;

namespace Orchestrator.Server.Hosting;

/// <summary><c>check</c>: proves the configured database against itself while no server runs on it; see <see cref="StoreCheck"/>.</summary>
internal static class CheckCommand
{
    private const int Shown = 100;

    /// <summary>0 when nothing is wrong, 1 with a line for each fault.</summary>
    public static async Task<int> RunAsync(string[] configuration)
    {
        var faulty = false;
        var code = await RunServer.GuardAsync(async () =>
        {
            await using var app = ServerHost.Build([.. configuration, "--Logging:LogLevel:Default=Warning"]);
            var report = await app.Services.GetRequiredService<StoreCheck>().RunAsync(CancellationToken.None);
            foreach (var fault in report.Faults.Take(Shown)) Console.Out.WriteLine($"{fault.CaseId}: {fault.Message}");
            Console.Out.WriteLine($"Checked {report.Cases} cases with {report.Entries} journal entries: {report.Faults.Count} faults.");
            faulty = report.Faults.Count > 0;
        });
        return faulty ? 1 : code;
    }
}
