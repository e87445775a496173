using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orchestrator.Server.Api;

/// <summary>Tells whether the process lives, and whether it is ready to take applications.</summary>
internal static class HealthEndpoints
{
    private const string Ready = "ready";

    /// <summary>Registers what is looked at.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StorageCheck>("storage", tags: [Ready])
            .AddCheck<ProceduresCheck>("procedures", tags: [Ready]);
        return services;
    }

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>, open to anyone: they name the parts that fail, and nothing about them.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", Options(_ => false)).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", Options(check => check.Tags.Contains(Ready))).AllowAnonymous();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(
            new HealthView(Word(report.Status), report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status))),
            context.RequestAborted),
    };

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "failing",
    };
}

/// <summary>State of the server.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>failing</c> (then with HTTP status 503).</param>
/// <param name="Checks">State of each part.</param>
internal sealed record HealthView(string Status, IReadOnlyDictionary<string, string> Checks);
