using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Orchestrator.Server.Observability;

/// <summary>Traces and metrics of requests, cases, steps and calls to agencies. They leave the process only when an endpoint is configured.</summary>
internal static class Telemetry
{
    private const string OwnSources = "Orchestrator.*";

    /// <summary>Registers OpenTelemetry; exports by OTLP to <c>Otlp:Endpoint</c> or <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("orchestrator", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString()))
            .WithTracing(traces => traces
                .AddSource(OwnSources)
                .AddAspNetCoreInstrumentation(options => options.EnrichWithHttpResponse = (activity, response) =>
                    activity.SetTag("url.path", Logs.Route(response.HttpContext))) // The path itself holds dossier numbers and callback tokens.
                .AddHttpClientInstrumentation(options => options.EnrichWithHttpRequestMessage = (activity, request) =>
                    activity.SetTag("url.full", request.RequestUri?.GetLeftPart(UriPartial.Authority))))
            .WithMetrics(metrics => metrics.AddMeter(OwnSources).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation());
        if (configuration["Otlp:Endpoint"] is { Length: > 0 } endpoint)
            telemetry.UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, new Uri(endpoint));
        else if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
            telemetry.UseOtlpExporter();
        return services;
    }
}
