using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orchestrator.Simulators.Control;
using Orchestrator.Simulators.Ledger;

namespace Orchestrator.Simulators.Mocks;

/// <summary>An agency played from its document alone, listening on one port; what controls it is under <c>/_control</c>.</summary>
public sealed class MockHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MockHost(WebApplication app, string basePath)
    {
        _app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(new Uri(address), basePath + "/");
    }

    /// <summary>Where the agency is reached: the port that was picked and the path of the document's first server.</summary>
    public Uri Address { get; }

    /// <summary>What the agency was asked, and what it was asked twice.</summary>
    public SimulatorReport Report() => _app.Services.GetRequiredService<RegistrationLedger>().Report();

    /// <summary>Starts to listen.</summary>
    public static async Task<MockHost> StartAsync(MockDocument document, SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        var builder = StandInServices.CreateBuilder(options);
        var routes = new MockRoutes(document);
        builder.Services.AddSingleton(document);
        builder.Services.AddSingleton(routes);
        builder.Services.AddSingleton<MockDesk>();
        var app = builder.Build();
        app.MapFaults((agency, operation) => (agency is null || agency == document.Agency.Code) && (operation is null || document.Find(operation) is not null), document.Agency.Code);
        app.MapMock(document);
        await app.StartAsync(cancellationToken);
        return new MockHost(app, routes.BasePath);
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
