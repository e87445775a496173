using Orchestrator.Server.Hosting;

namespace Orchestrator.Server.Access;

/// <summary>
/// In Development every role has a key that is printed when the server starts and kept in a file that only its owner can read, so that commands
/// written down once go on working. Outside Development this does nothing, and no other environment accepts such a key.
/// </summary>
internal sealed partial class DevelopmentKeys(
    KeyStore keys, DataDirectory data, IHostEnvironment environment, IHostApplicationLifetime lifetime, ILogger<DevelopmentKeys> logger) : IHostedService
{
    private const string DirectoryName = "development-keys";
    private const string AgencyCode = "portal";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
            return;
        var directory = data.OwnerOnlyDirectory(DirectoryName);
        var lines = new List<string>();
        foreach (var (role, name) in RoleNames.All)
        {
            var file = Path.Combine(directory, name);
            var key = File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : null;
            if (key is null || await keys.FindCallerAsync(key, cancellationToken) is not { Holder: not null })
            {
                var draft = new KeyDraft($"development-{name}", role, role == Role.Agency ? AgencyCode : null, [], Lifetime) { Holder = $"development-{name}" };
                key = (await keys.CreateAsync(draft, "system:orchestrator", development: true, cancellationToken)).Text;
                await DataDirectory.WriteOwnerOnlyAsync(file, key + "\n", cancellationToken);
            }

            lines.Add($"  {name,-14}{key}");
        }

        LogKept(directory);
        lifetime.ApplicationStarted.Register(() => Print(lines));
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Printed past the log on purpose: what is logged is also written to files, and a key belongs into none of them but its own.
    private static void Print(IEnumerable<string> lines) =>
        Console.Out.WriteLine(string.Join(Environment.NewLine, ["", "Development keys (header X-Api-Key, or the page /sign-in):", .. lines, ""]));
}
