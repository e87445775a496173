using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Access;

/// <summary>The cookie that a page carries after somebody signed in with a key.</summary>
internal static class PageSignIn
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "Page";

    /// <summary>How long a sign-in lasts without being used.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>Sets the cookie up. It follows the key: when that expires or is revoked, the cookie ends with the next request.</summary>
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "orchestrator-page";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.Events.OnValidatePrincipal = FollowKeyAsync;
        options.Events.OnRedirectToAccessDenied = context => ((Problem)ProblemKind.Forbidden).ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToLogin = context =>
        {
            if (WantsPage(context.Request))
                context.Response.Redirect(context.RedirectUri);
            else
                return ((Problem)ProblemKind.Unauthenticated).ExecuteAsync(context.HttpContext);
            return Task.CompletedTask;
        };
    }

    /// <summary>
    /// Asks for the antiforgery token (header <c>X-Antiforgery-Token</c>) when a signed-in page changes something over the API; callers with a
    /// key need none, because no browser sends a key by itself.
    /// </summary>
    public static async ValueTask<object?> RequireTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var changes = !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method));
        if (changes && http.User.Identity?.AuthenticationType == SchemeName
            && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
            return (Problem)ProblemKind.Antiforgery;
        return await next(context);
    }

    /// <summary>True when a person looks at a page, not a program at the API.</summary>
    public static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static async Task FollowKeyAsync(CookieValidatePrincipalContext context)
    {
        var keys = context.HttpContext.RequestServices.GetRequiredService<KeyStore>();
        if (context.Principal is { } principal && Caller.From(principal) is { } signedIn
            && await keys.FindSignedInAsync(signedIn.KeyId, context.HttpContext.RequestAborted) is { } caller)
        {
            context.ReplacePrincipal(caller.ToPrincipal(SchemeName));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(SchemeName);
    }
}
