using Orchestrator.Runtime.CaseKeys;

namespace Orchestrator.Server.Hosting;

/// <summary><c>rotate-keys</c>: wraps the key of every case with a new key and destroys the older wrapping keys, while no server runs; see <see cref="CaseKeyRotation"/>.</summary>
internal static class RotateKeysCommand
{
    /// <summary>0 when it is done.</summary>
    public static Task<int> RunAsync(string[] configuration) => RunServer.GuardAsync(async () =>
    {
        await using var app = ServerHost.Build([.. configuration, "--Logging:LogLevel:Default=Warning"]);
        var rotated = await app.Services.GetRequiredService<CaseKeyRotation>().RunAsync(CancellationToken.None);
        Console.Out.WriteLine($"Wrapped the keys of {rotated.Cases} cases and {rotated.Contents} files with the new key {rotated.Ring}; destroyed {rotated.Destroyed.Count} older keys.");
    });
}
