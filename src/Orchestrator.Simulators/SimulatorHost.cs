using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orchestrator.Simulators.Agencies;
using Orchestrator.Simulators.Control;
using Orchestrator.Simulators.Ledger;
using Orchestrator.Simulators.People;
using Orchestrator.Simulators.Requests;

namespace Orchestrator.Simulators;

/// <summary>The stand-in agencies, listening on one port under <c>/justice</c>, <c>/population</c>, and so on; what controls them is under <c>/_control</c>.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First());
    }

    /// <summary>Where it listens, with the port that was picked.</summary>
    public Uri Address { get; }

    /// <summary>What the agencies registered, and what they registered twice.</summary>
    public SimulatorReport Report() => _app.Services.GetRequiredService<RegistrationLedger>().Report();

    /// <summary>Starts to listen, and resumes the callbacks that an earlier run left.</summary>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = StandInServices.CreateBuilder(options);
        builder.Services.AddSingleton<RequestDesk>();
        builder.Services.AddSingleton<SampleApplications>(_ => new SampleApplications(options.Seed, options.TimeProvider));
        var app = builder.Build();
        app.MapAgencies();
        app.MapControl();
        app.MapFaults((agency, operation) => AgencyDirectory.Operations.Any(known => known.Agency == agency && (operation is null || known.Id == operation)));
        await app.StartAsync(cancellationToken);
        return new SimulatorHost(app);
    }

    /// <summary>Waits until the process is asked to end.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
