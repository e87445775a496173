namespace Orchestrator.Server.Hosting;

/// <summary>Headers that keep a browser from doing with our answers what we never asked for.</summary>
internal static class SecurityHeaders
{
    private const string Api = "default-src 'none'; frame-ancestors 'none'";

    // MudBlazor writes its theme as a style element and places menus by style attributes; scripts come from our own files alone.
    private const string Pages =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Sets them on every answer; an endpoint may set its own content security policy.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = IsPage(context.Response) ? Pages : Api;
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static bool IsPage(HttpResponse response) => response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
