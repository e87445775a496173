using System.Globalization;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Simulators;

namespace Orchestrator.Server.Hosting;

/// <summary>
/// In Development with <c>Simulators:Enabled</c>, the stand-in agencies run in this process, behind their own port and over real HTTP, and the
/// agencies' base addresses lead to them unless configured otherwise.
/// </summary>
internal sealed partial class StandInAgencies(
    IConfiguration configuration, IHostEnvironment environment, AgencyCatalog agencies, ILogger<StandInAgencies> logger) : IHostedService, IAsyncDisposable
{
    private const int DefaultPort = 5081;
    private SimulatorHost? host;

    /// <summary>Where they listen, or null when they do not run.</summary>
    public Uri? Address => host?.Address;

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!configuration.GetValue("Simulators:Enabled", false))
            return;
        if (!environment.IsDevelopment())
            throw new StartupFault("Expected Simulators:Enabled only in Development, but the environment is another; set it to false, or run the stand-in agencies as a process of their own.");
        var port = configuration.GetValue("Simulators:Port", DefaultPort);
        var options = SimulatorOptions.From(configuration) with { Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}") };
        try
        {
            host = await SimulatorHost.StartAsync(options, cancellationToken);
        }
        catch (IOException problem)
        {
            throw new StartupFault($"Expected port {port} to be free for the stand-in agencies, but it is not ({problem.Message}); stop what uses it or set Simulators:Port to another.");
        }

        foreach (var agency in agencies.Agencies)
        {
            var key = $"Agencies:{agency.Code}:BaseUrl";
            if (configuration[key] is not { Length: > 0 } && agency.Server is { } documented)
                configuration[key] = new Uri(host.Address, documented.AbsolutePath).ToString().TrimEnd('/');
        }

        LogListening(host.Address);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }
}
