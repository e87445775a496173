using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Simulators.Callbacks;
using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;

namespace Orchestrator.Simulators;

/// <summary>What every stand-in host has: the ledger, the faults that are on, and the sender of callbacks.</summary>
internal static class StandInServices
{
    public static WebApplicationBuilder CreateBuilder(SimulatorOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.TimeProvider);
        builder.Services.AddSingleton<RegistrationLedger>();
        builder.Services.AddSingleton<FaultBoard>();
        builder.Services.AddSingleton<CallbackSender>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CallbackSender>());
        builder.Services.AddHttpClient(CallbackSender.ClientName, client => client.Timeout = TimeSpan.FromSeconds(10));
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        });
        return builder;
    }
}
