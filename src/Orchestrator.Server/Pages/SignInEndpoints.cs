using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Pages;

/// <summary>What the forms of the sign-in page are sent to. Both check the antiforgery token.</summary>
internal static class SignInEndpoints
{
    /// <summary>Maps signing in with a key, and signing out.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in/key", SignInAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOutAsync).ExcludeFromDescription().RequireAuthorization();
    }

    /// <summary>Answers the sign-in page with 404 while nobody could sign in: in Production until an administrator has created a key.</summary>
    public static IApplicationBuilder UseSignInAvailability(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/sign-in")
            && !await context.RequestServices.GetRequiredService<SignInAvailability>().IsOfferedAsync(context.RequestAborted))
            await ((Problem)ProblemKind.NotFound).ExecuteAsync(context);
        else
            await next(context);
    });

    private static async Task<IResult> SignInAsync(
        [FromForm] string? key, [FromForm] string? returnUrl, HttpContext context, KeyStore keys, FailedKeys failedKeys)
    {
        if (await keys.FindCallerAsync(key?.Trim() ?? "", context.RequestAborted) is { } caller)
        {
            await context.SignInAsync(PageSignIn.SchemeName, caller.ToPrincipal(PageSignIn.SchemeName));
            return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/");
        }

        return failedKeys.Count(context.Connection.RemoteIpAddress) is { } wait
            ? new Problem(ProblemKind.TooManyFailedKeys, (int)Math.Ceiling(wait.TotalSeconds)) { RetryAfter = wait }
            : Results.LocalRedirect(
                "/sign-in?failed=true" + (IsLocal(returnUrl) ? "&returnUrl=" + Uri.EscapeDataString(returnUrl!) : ""));
    }

    private static async Task<IResult> SignOutAsync([FromForm] string? returnUrl, HttpContext context)
    {
        await context.SignOutAsync(PageSignIn.SchemeName);
        return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/");
    }

    // "//host" and "/\host" lead elsewhere in browsers.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
}

/// <summary>Says whether somebody can sign in at all.</summary>
internal sealed class SignInAvailability(KeyStore keys, IHostEnvironment environment)
{
    private volatile bool offered = environment.IsDevelopment();

    /// <summary>True in Development, and elsewhere once a key was created.</summary>
    public async ValueTask<bool> IsOfferedAsync(CancellationToken cancellationToken) =>
        offered || (offered = await keys.AnyAsync(cancellationToken));
}
