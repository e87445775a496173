using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Orchestrator.Server.Hosting;

/// <summary>Where the server listens, and under which address agencies answer it.</summary>
internal static class ListenAddress
{
    /// <summary>Used when nothing is configured: this machine only.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>Keeps to loopback unless an address is configured in one of the ways that ASP.NET Core knows.</summary>
    public static void UseLoopbackUnlessConfigured(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var configured = configuration["urls"] is { Length: > 0 } || configuration["http_ports"] is { Length: > 0 }
            || configuration["https_ports"] is { Length: > 0 } || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!configured)
            builder.WebHost.UseUrls(Default);
    }

    /// <summary>
    /// Fills in <c>Public:BaseUrl</c>, where agencies send their answers, from the address that is listened on, when it is not configured.
    /// </summary>
    public static void AnnounceOwnAddress(this WebApplication app)
    {
        if (app.Configuration["Public:BaseUrl"] is { Length: > 0 })
            return;
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? Default;
            app.Configuration["Public:BaseUrl"] = address
                .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal).Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal)
                .Replace("//*", "//127.0.0.1", StringComparison.Ordinal).Replace("//+", "//127.0.0.1", StringComparison.Ordinal);
        });
    }
}
