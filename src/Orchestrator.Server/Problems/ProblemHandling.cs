using Microsoft.AspNetCore.Http.Timeouts;

namespace Orchestrator.Server.Problems;

/// <summary>Makes every failed request end in problem details.</summary>
internal static class ProblemHandling
{
    /// <summary>How long an ordinary request may take; streams are exempt.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Registers what writes problems.</summary>
    public static IServiceCollection AddProblemHandling(this IServiceCollection services)
    {
        services.AddExceptionHandler<UnhandledErrors>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        return services.AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });
    }

    /// <summary>Catches what comes out of everything behind it.</summary>
    public static IApplicationBuilder UseProblemHandling(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => ((Problem)ProblemKind.Internal).ExecuteAsync(context),
            SuppressDiagnosticsCallback = _ => true, // UnhandledErrors logs, once and with the masking of our log.
        })
        .UseStatusCodePages(context => ((Problem)ProblemKind.OfStatus(context.HttpContext.Response.StatusCode)).ExecuteAsync(context.HttpContext));
}
